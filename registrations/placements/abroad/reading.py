"""What somebody abroad may do on their own page, and a problem of theirs as they read it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from jobs.choices import CostComponent, Milestone
from portal.lib.dates import long_date, short_date, short_moment, today_in
from portal.lib.language import listed
from portal.lib.zones import now_there
from portal.places.models import Office, PublicContact
from registrations.placements.abroad.services import problem_of
from registrations.placements.abroad.terms import end_of_contract
from registrations.placements.models import CaseAbroad, CaseNote
from registrations.placements.path.costs import costs_of
from registrations.placements.workflow import ABROAD, HOME_AGAIN, State

SOON = 90  # days before the end of a contract, as its first reminder has it


def ways_of(case):
    """Ways on from the own page once somebody has departed: kind (turn, line), title, text, address and label."""
    if case.state in ABROAD:
        return _abroad(case)
    return _home(case) if case.state in HOME_AGAIN else []


def _abroad(case):
    problem = _way(case, "abroad:problem", _("Is there a problem?"), _("Tell your office"), kind="bad")
    if case.state == State.CASE_OPEN:
        problem |= {"title": _("Your problem, and what the office answers"), "label": _("Read and write")}
    else:
        problem["text"] = _("Wage, work, papers, violence, health: your office sees it at once. It costs nothing.")
    came = _way(case, "home:came", _("Are you back in Indonesia?"), _("I am home"))
    if case.state == State.DEPARTED:
        arrived = _way(case, "abroad:arrival", _("Have you arrived?"), _("I have arrived"), kind="turn")
        arrived["text"] = _("Report to the Indonesian mission there as well: the law asks for it (UU 18/2017 art. 6).")
        return [arrived, problem, came]
    return [problem, *_mission(case), *_contract(case), came]


def _mission(case):
    """Whoever said on arrival that the mission did not know yet reads where it is; an extension is signed there."""
    arrival = case.on_record("arrival")
    is_known = arrival is None or arrival.mission or case.on_record("extension")
    if is_known or case.state == State.CASE_OPEN:
        return []
    title = _("Not yet reported to the Indonesian mission?")
    text = _("Please do: the law asks for it, it costs nothing, and they can help you later. %(mission)s")
    text %= {"mission": case.destination.mission}
    return [{"kind": "info", "title": title, "text": text.strip(), "address": "", "label": ""}]


def _contract(case):
    end = end_of_contract(case)
    if end is None:
        return []
    title = _("Your contract ends on %(day)s") % {"day": long_date(end)}
    text = _cover(case)
    if (end - today_in(case.office.zone)).days <= SOON:
        soon = _(
            "Going on? Sign the extension before an official of the mission first; your office then records it here."
        )
        text = f"{soon} {text}".strip()
    return [{"kind": "info", "title": title, "text": text, "address": "", "label": ""}]


def _cover(case):
    """After an extension: whether social security goes on as long, and who pays what is missing; "" for none."""
    extended = case.on_record("extension")
    if extended is None:
        return ""
    until = extended.covered_until
    if until and until >= extended.ends_on:
        return _("Social security (BPJS) is paid until %(day)s.") % {"day": long_date(until)}
    said = _("Social security (BPJS) is not paid yet for the months that were added.")
    if until:
        said = _("Social security (BPJS) is paid only until %(day)s.") % {"day": long_date(until)}
    return f"{said} {_who_pays_cover(case)}"


def _who_pays_cover(case):
    """By the cost table that counts, and by the rules in force; what nobody has written down is not known."""
    costs = costs_of(case)
    found = [row for row in costs.rows if row.milestone == Milestone.INSURED]
    if CostComponent.SOCIAL_SECURITY in costs.freed or any(row.warning for row in found):
        return _("By rule you pay nothing for it: ask your office who does.")
    if not found:
        return _("Who pays it is not recorded: ask your office before you pay anybody.")
    payers = {"payers": listed(row.payer for row in found)}
    return _("By your cost table it is paid by: %(payers)s. Your office says how.") % payers


def _home(case):
    needs = _way(
        case, "home:needs", _("Do you need help now that you are home?"), _("Six short questions"), kind="turn"
    )
    paper = _way(case, "home:experience", _("Proof of your work abroad"), _("Certificate of recorded experience"))
    again = {"kind": "line", "title": _("Do you want to work abroad again?"), "label": _("Register again"), "text": ""}
    return [needs, paper, again | {"address": reverse("home:again")}]


def _way(case, name, title, label, kind="line"):
    return {"kind": kind, "title": title, "text": "", "address": reverse(name, args=[case.number]), "label": label}


def in_danger_of(case):
    """Whom to call or go to first, as far as it is known and was tried: ``numbers``, ``mission`` with its source."""
    reached = PublicContact.objects.printable().exclude(reach=PublicContact.Reach.HOME).order_by("reach", "code")
    destination = case.destination
    return {
        "numbers": [_number(one) for one in reached],
        "mission": destination.mission,
        "source": ", ".join(filter(None, [destination.source_name, destination.source_date])),
        "is_checked": destination.is_checked,
        "clock": now_there(destination.country, case.office.zone),
    }


def _number(contact):
    facts = {"source": contact.source_name, "day": short_date(contact.last_tested_on)}
    return {
        "name": str(contact),
        "number": contact.number,
        "is_phone": contact.channel == PublicContact.Channel.PHONE,
        "note": _("Source: %(source)s. Called on %(day)s.") % facts,
    }


def problem_page(case):
    """The open problem with what was said, None when none is open."""
    problem = problem_of(case) if case.state == State.CASE_OPEN else None
    return problem and {
        "kind": problem.get_kind_display(),
        "in_danger": problem.in_danger,
        "reach": problem.get_reach_display(),
        "seen_by": missions_of(case),
        "notes": notes_of(problem, case, own=_("You")),
    }


def settled(case):
    """Outcome and words of the last problem that was worked on to its end; None without one."""
    step = case.history.filter(event="settle_case").select_related("settlement", "reason").order_by("-pk").first()
    if step is None or not hasattr(step, "settlement"):
        return None
    words = step.reason.text if hasattr(step, "reason") else ""
    day = short_date(step.taken_at.astimezone(case.office.zone).date())
    return {"outcome": step.settlement.get_outcome_display(), "words": words, "day": day}


def missions_of(case):
    """The missions that see a problem of ``case`` here, as one text; "" where none of the country has an office here."""
    return ", ".join(map(str, Office.objects.missions_in(case.destination.country_id, today_in(case.office.zone))))


def notes_of(problem, case, *, own=""):
    """What was said, the oldest first; each with who, when at the office, and whether the office said it.

    ``own``: how whoever reads their own words is named.
    """
    rows = problem.notes.select_related("membership__office").order_by("pk")
    return [_note(row, problem, case, own or _("The worker")) for row in rows]


def _note(row, problem, case, worker):
    return {
        "who": str(row.membership.office) if row.membership else worker,
        "is_office": row.membership_id is not None,
        "when": short_moment(row.at, case.office.zone),
        "text": _said(row, problem),
    }


def _said(row, problem):
    if row.kind == CaseNote.Kind.SAID:
        return row.text or _("(These words were removed.)")
    mission = problem.mission or _("Indonesian mission")
    way = _("as a letter") if row.text == "letter" else _("by e-mail")
    return _("Sent on to %(mission)s %(way)s.") % {"mission": mission, "way": way}


def reach_of(problem):
    """How the office may answer, for the office: sentence, and number and time if the worker gave any."""
    sentences = {
        CaseAbroad.Reach.PAGE: _("Only on the page here. Don't call, don't write: somebody else may read it."),
        CaseAbroad.Reach.MESSAGE: _("On the page here; the portal sends a short message without any detail."),
        CaseAbroad.Reach.CALL: _("By call or chat, at this number and time only."),
    }
    return {"text": sentences[CaseAbroad.Reach(problem.reach)], "words": problem.safe_words}
