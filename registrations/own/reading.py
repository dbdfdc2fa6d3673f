"""The person's path, ready to print: where they stand, whose turn it is, what to do next. Nothing in it tells of a hold."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.accounts.consent.services import of_new_notice
from portal.accounts.models import PolicyText
from portal.lib.dates import long_date, short_date, short_moment, today_in
from portal.lib.language import listed as joined
from registrations.asked import FIELDS
from registrations.models import Merge, Registration
from registrations.own import papers
from registrations.pace import ARRIVALS, pace_of, usually
from registrations.stations import Station, Turn, standing
from registrations.workflow import INTERNAL_EVENTS, OPEN, WITH_OFFICE, State

MOST = 20  # registrations, steps and points that one page shows
MESSAGES = 5
STEPS = 3  # of the first station
STEP_OF_STATE = {State.DRAFT: 1, State.VERIFIED: 3}  # in all others the papers are looked at
TOLD = {
    "submit": gettext_lazy("Handed in"),
    "return": gettext_lazy("Given back to be corrected"),
    "resubmit": gettext_lazy("Corrected and handed in again"),
    "lapse": gettext_lazy("Lapsed: not corrected in time"),
    "transfer": gettext_lazy("Given to another office"),
    "approve": gettext_lazy("Checked by an officer: in order"),
    "reject": gettext_lazy("Rejected"),
    "record_external_id": gettext_lazy("Recorded in SISKOP2MI"),
    "data_changed": gettext_lazy("Your data changed: checked again"),
    "renew": gettext_lazy("Checked again with newer papers"),
    "close": gettext_lazy("Closed by the office"),
    "withdraw": gettext_lazy("You have withdrawn it"),
}
# Officers' reasons that are words to the person; those of a transfer are words among offices.
TO_THE_PERSON = {"return", "reject", "close"}


def newest_of(user):
    """The registration that the path shows: the newest open one, or the last that ended; None without any."""
    found = _with_its_office(Registration.objects.of_person(user)).order_by("-pk")[:MOST]
    return min(found, key=_open_ones_first, default=None)


def asking(user):
    """(Candidate, Office) for what ``user`` asks about the own data, (None, None) for whoever never registered.

    After a merge the account of the file that went is left with nothing: then the office that decided so is asked.
    """
    if registration := newest_of(user):
        return registration.candidate, registration.office
    found = _folded(user).select_related("absorbed", "suspicion__office").first()
    return (found.absorbed, found.suspicion.office) if found else (None, None)


def is_left_with_nothing(user):
    """Whether officers found the file of ``user`` to be another one's."""
    return _folded(user).exists()


def _folded(user):
    return Merge.objects.filter(absorbed__user=user, undone_at=None)


def _with_its_office(registrations):
    return registrations.select_related(
        "candidate__village__district__regency", "office__province", "destination__country", "notice"
    )


def _open_ones_first(registration):
    return registration.state not in OPEN, -registration.pk


def path_of(user, ask=None):
    """What the page shows of the newest open registration of ``user``, or of the last one that ended; None without any.

    Six queries at most, whatever the history, and those of ``ask`` (see stations.reached); one more on the first look of a
    day at an office.
    """
    found = _with_its_office(Registration.objects.of_person(user)).order_by("-pk")
    registrations = list(
        found.annotate(new_number=of_new_notice(user, "number"), new_valid_from=of_new_notice(user, "valid_from"))[
            :MOST
        ]
    )
    if not registrations:
        return None
    shown = min(registrations, key=_open_ones_first)
    return _shown(shown, ask) | {"earlier": [_earlier(one) for one in registrations if one is not shown]}


def _shown(registration, ask):
    history = _history(registration)
    points = _points(registration, history)
    station, turn = standing(registration)
    listed = papers.of(registration, ask)
    return {
        "registration": registration,
        "new_notice": _new_notice(registration),
        "number": registration.number,
        "official_id": registration.official_id or _("none yet"),
        "note": _note(registration, points, listed),
        "points": points if registration.state == State.RETURNED else [],
        "where": _where(registration, station),
        "stations": _stations(station, turn),
        "steps": _steps(registration, station, listed, history),
        "pace": _pace(registration, history),
        "papers": listed,
        "messages": _messages(registration, points, history),
        "history": [_told(registration, step) for step in history if step.event in TOLD],
        "decision": _decision(registration, history),
        "office": _office(registration.office),
        "has_letters": registration.state in OPEN,
        "withdraw": reverse("wizard:withdraw", args=[registration.number]) if registration.state in OPEN else "",
    }


def _new_notice(registration):
    """The version that the person was not shown yet, with its number and day; None when there is none."""
    number, day = registration.new_number, registration.new_valid_from
    return PolicyText(number=number, valid_from=day) if number else None


def _history(registration):
    """The newest steps first, without those that are the office's own."""
    steps = registration.history.exclude(event__in=INTERNAL_EVENTS).select_related("reason", "office__province")
    return list(steps.order_by("-pk")[:MOST])


def _points(registration, history):
    """What the last return asked for; what an officer notes since then is not said yet."""
    last = next((step.taken_at for step in history if step.event == "return"), None)
    if last is None:
        return []
    points = registration.points.filter(raised_at__lte=last).select_related("words").order_by("-pk")[:MOST]
    return [_point(registration, point) for point in points]


def _address_of_field(registration, page):
    if not page:
        return reverse("wizard:registration", args=[registration.number])
    return reverse("wizard:page", args=[registration.number, page])


def _point(registration, point):
    words = getattr(point, "words", None)
    page = FIELDS[point.field].page if point.field in FIELDS else ""
    return {
        "title": point.title,
        "reason": point.get_reason_display(),
        "words": words.text if words else "",
        "raised": short_moment(point.raised_at, registration.office.zone),
        "is_open": point.corrected_at is None,
        "as_it_is": reverse("wizard:as_it_is", args=[registration.number, point.pk]),
        "address": reverse("papers:paper", args=[point.paper])
        if point.paper
        else _address_of_field(registration, page),
    }


def _note(registration, points, listed):
    """kind, title, text, and the way on. The one thing to do, or that there is nothing to do."""
    office, state = registration.office, registration.state
    if state == State.DRAFT:
        return {
            "kind": "turn",
            "title": _("Your turn: finish what you began"),
            "text": _("Nothing is handed in yet, so no office looks at it. Drafts are kept for 90 days."),
            "address": reverse("wizard:registration", args=[registration.number]),
            "label": _("Go on"),
        }
    if state == State.RETURNED:
        still = [point for point in points if point["is_open"]]
        left = len(still)
        counted = ngettext("correct %(count)s thing", "correct %(count)s things", left) % {"count": left}
        return {
            "kind": "turn",
            "title": _("Your turn: %(task)s") % {"task": counted if left else _("hand it in again")},
            "text": _("Last day: %(day)s. Everything else stays as it is.")
            % {"day": long_date(registration.return_by)},
            "address": still[0]["address"] if left == 1 else reverse("wizard:registration", args=[registration.number]),
            "label": _("Correct it") if left else _("Hand it in again"),
        }
    if state in WITH_OFFICE:
        return _note_while_checked(office, listed)
    return _note_of_decided(registration, state)


def _note_while_checked(office, listed):
    """The office's turn; a paper that is still to be sent is the person's, meanwhile."""
    if not (hot := [row for row in listed.rows if row["is_hot"]]):
        text = _("You need do nothing now. We write as soon as it is your turn.")
        return {"kind": "info", "title": _("The office's turn: %(office)s") % {"office": office}, "text": text}
    return {
        "kind": "turn",
        "title": _("Your turn: send %(papers)s") % {"papers": joined(row["within"] for row in hot)},
        "text": _("The office checks the rest meanwhile."),
        "address": hot[0]["address"],
        "label": _("Send it"),
    }


def _note_of_decided(registration, state):
    if state == State.VERIFIED and registration.official_id:
        return {
            "kind": "turn",
            "title": _("Your turn: choose a vacancy"),
            "text": _("Only one that an officer has checked. Pay nothing before you hold a written cost table."),
            "address": reverse("jobs:vacancy_list"),
            "label": _("Vacancies"),
        }
    if state == State.VERIFIED:
        text = _(
            "Your data and papers are in order. %(office)s records them in SISKOP2MI now; the number then stands here."
        )
        return {"kind": "ok", "title": _("Checked"), "text": text % {"office": registration.office}}
    if state == State.REJECTED:
        return {"kind": "bad", "title": _("Rejected"), "text": _("The decision and how to object stand below.")}
    told = {
        State.LAPSED: (
            _("The time to correct it is over"),
            _("You may begin again at any time; your papers are still here."),
        ),
        State.WITHDRAWN: (
            _("You have withdrawn this registration"),
            _("You may begin again at any time; your papers are still here."),
        ),
        State.CLOSED: (
            _("The office has closed this registration"),
            _("Come to the office if you want to go on."),
        ),
    }
    begin = reverse("wizard:begin")
    way_on = {"address": begin, "label": _("Begin again")} if state != State.CLOSED else {}
    title, text = told[state]
    return {"kind": "info", "title": title, "text": text} | way_on


def _where(registration, station):
    if station is None:
        return _("This registration has ended")
    if station == Station.REGISTER:
        step = STEP_OF_STATE.get(State(registration.state), 2)
        facts = {"station": int(station), "all": len(Station), "step": step, "steps": STEPS}
        return _("Station %(station)s of %(all)s, step %(step)s of %(steps)s") % facts
    return _("Station %(station)s of %(all)s") % {"station": int(station), "all": len(Station)}


def _stations(station, turn):
    """The whole line: the six stations, then work and home."""
    here = "now" if turn == Turn.PERSON else "wait"
    line = [{"title": one.label, "state": _state_of(one, station, here)} for one in Station]
    for one in line:
        if one["state"] == here:
            one["text"] = _("You are here")
    return [
        *line,
        {"title": _("At work"), "state": "on", "symbol": "build"},
        {"title": _("Back home"), "state": "on", "symbol": "home"},
    ]


def _state_of(one, station, here):
    if station is None or one > station:
        return ""
    return here if one == station else "done"


def _steps(registration, station, listed, history):
    """Those of the first station; [] once it is behind."""
    if station != Station.REGISTER:
        return []
    at = STEP_OF_STATE.get(State(registration.state), 2)
    zone = registration.office.zone if registration.office else None
    handed_in = next((step.taken_at for step in reversed(history) if step.event == "submit"), None)
    day = short_date(handed_in.astimezone(zone).date()) if handed_in and zone else ""
    texts = [day, listed.counted, _("By an officer. The number then stands here.")]
    titles = [_("Fill in your own data"), _("Papers are checked"), _("Recorded in SISKOP2MI")]
    states = ["done" if place < at else "now" if place == at else "" for place in range(1, STEPS + 1)]
    return [
        {"title": title, "text": text, "state": state} for title, text, state in zip(titles, texts, states, strict=True)
    ]


def _pace(registration, history):
    """Sentences on how long it takes, while the office has it; [] otherwise."""
    came = next((step.taken_at for step in history if step.event in ARRIVALS), registration.submitted_at)
    if registration.state not in WITH_OFFICE or came is None:
        return []
    office = registration.office
    pace, today = pace_of(office), today_in(office.zone)
    day = pace.day_of(came.astimezone(office.zone).date(), today)
    sentences = [_("Waiting for: %(office)s.") % {"office": office}, usually(pace)]
    return [*sentences, _("Yours is at working day %(day)s.") % {"day": day} if day else _("Yours came today.")]


def _messages(registration, points, history):
    """What officers wrote, newest first; of each return its points, then its reason."""
    zone = registration.office.zone if registration.office else None
    reasons = [
        {"when": short_moment(step.taken_at, zone), "about": "", "text": step.reason.text, "at": step.taken_at}
        for step in history
        if step.event in TO_THE_PERSON and hasattr(step, "reason")
    ]
    about = [
        {"when": point["raised"], "about": point["title"], "text": point["words"]} for point in points if point["words"]
    ]
    return [*about, *reasons][:MESSAGES]


def _told(registration, step):
    office = step.office or registration.office
    return {
        "title": TOLD[step.event],
        "state": "done",
        "text": short_moment(step.taken_at, office.zone) if office else "",
    }


def _decision(registration, history):
    """Ground, reason and the way to object of a rejection; None of anything else."""
    if registration.state != State.REJECTED:
        return None
    step = next(step for step in history if step.event == "reject")
    return {
        "ground": capfirst(registration.get_rejection_ground_display()),
        "reason": step.reason.text if hasattr(step, "reason") else "",
        "day": long_date(step.taken_at.astimezone(registration.office.zone).date()),
    }


def _office(office):
    if office is None:
        return None
    return {"name": str(office), "city": office.city, "address": office.address, "phone": office.printed_phone}


def _earlier(registration):
    return {
        "number": registration.number,
        "state": registration.get_state_display(),
        "since": short_date(registration.state_since.date()),
    }
