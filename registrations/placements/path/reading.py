"""An own way to a job abroad, ready to print: the six stations, what comes next and who must act.

Nothing in it tells of a hold: a standstill for the registration's sake is never shown here.
"""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobs.choices import Actor
from jobs.procedures import stations_of
from portal.lib.dates import WIB, long_date, short_date, short_moment, today_in
from registrations.placements.abroad.reading import settled, ways_of
from registrations.placements.concerns import reading as concerns
from registrations.placements.contracts.reading import note_of as contract_note
from registrations.placements.models import Placement
from registrations.placements.models.promised import PROMISED
from registrations.placements.offers.reading import MAY_GO_BACK
from registrations.placements.offers.reading import papers_of as letters_of
from registrations.placements.opp.own import card_of
from registrations.placements.pacing import paces_of
from registrations.placements.path import wording
from registrations.placements.path.calendar import appointments_shown
from registrations.placements.path.costs import costs_of
from registrations.placements.path.papers import due_papers
from registrations.placements.path.said import SAID, ended_note, said_of
from registrations.placements.workflow import (
    ABROAD,
    BEFORE_DEPARTURE,
    HOME_AGAIN,
    LEAVING,
    ON_WAY,
    READ_BY_PERSON,
    STEPS,
    State,
)
from registrations.stations import Station

LONGEST_HISTORY = 40


def of_person(user):
    """All that the account has ever applied for, each with ``freeze``: the FreezeReason of today, "" for none."""
    return cases_of(user).exclude(state=State.DRAFT)


def cases_of(user):
    """The same with what is still being prepared."""
    cases = Placement.objects.filter(registration__candidate__user=user)
    return cases.with_freeze(today_in(WIB)).select_related(
        *PROMISED, "procedure", "destination__country", "vacancy__placement_company", "office__province", "candidate"
    )


def page_of(case):
    history = list(case.history.select_related("reason").order_by("-pk")[:LONGEST_HISTORY])
    step, papers_due = awaited(case), due_papers(case)
    paces, costs = paces_of(case), costs_of(case)
    letters = letters_of(case) if case.state in BEFORE_DEPARTURE else []
    told = concerns.own(case)
    return {
        "case": case,
        "title": case.work,
        "where": where(case),
        "note": _today(case, step, note(case, paces, costs), letters, papers_due),
        "said": _said(case, history),
        "then": _then(case, step),
        "costs": costs if step else None,
        "stations": stations(case),
        "ways": ways_of(case),
        "settled": settled(case),
        "groups": _groups(case, history, paces),
        "papers": papers_due,
        "orientation": card_of(case),
        "facts": _facts(case),
        "history": [_taken(case, one) for one in history if one.event in SAID],
        "told": told,
        # Abroad a problem is a step of the case: the ways of whoever is there stand in its place.
        "says_wrong": case.state not in ABROAD or told,
        "departs": long_date(case.planned_departure_on, weekday=True) if _leaves(case) else "",
        "appointments": appointments_shown(case),
        "letters": letters,
        **_addresses(case),
    }


def _addresses(case):
    """Where else one may go from the page, "" for what is not open."""
    return {
        "vacancy": case.vacancy.get_absolute_url() if case.vacancy else "",
        "contract": reverse("own_contract:own", args=[case.number]) if case.on_record("contract") else "",
        "withdraw": reverse("path:withdraw", args=[case.number]) if case.state in STEPS["withdraw"].sources else "",
        "back": reverse("offers:back", args=[case.number]) if case.state in MAY_GO_BACK else "",
    }


def _leaves(case):
    return case.state in LEAVING and case.planned_departure_on


def _has_its_day(case):
    """Ready to depart: then the day is what to know, not how long it usually takes."""
    return case.state == State.READY and case.planned_departure_on


# Where it is ----------------------------------------------------------------------------------------


def awaited(case):
    """The step of its way that comes next; None when the way to the work has ended, well or not."""
    if case.state not in BEFORE_DEPARTURE | {State.DEPARTED}:
        return None
    return next(iter(case.coming()), None)


def where(case):
    step = awaited(case)
    if case.state in HOME_AGAIN:
        return _("Back home")
    if step is None:
        return _("At work abroad") if case.state in ABROAD else _("This way has ended")
    of_station = stations_of(case.way)[step.station]
    facts = {"station": step.station, "all": len(Station)}
    facts |= {"step": of_station.index(step) + 1, "steps": len(of_station)}
    return _("Station %(station)s of %(all)s, step %(step)s of %(steps)s") % facts


def stations(case):
    """The whole line: the six stations, then work and home; [] once the way has ended without departure."""
    step, is_home = awaited(case), case.state in HOME_AGAIN
    if step is None and not is_home and case.state not in ABROAD:
        return []
    here = "now" if step and step.actor == Actor.PERSON else "wait"
    line = [{"title": one.label, "state": _state_of(one, step, here)} for one in Station]
    for one in line:
        if one["state"] == here:
            one["text"] = _("You are here")
    at_work = "done" if is_home else "now" if step is None else "on"
    return [
        *line,
        {"title": _("At work"), "state": at_work, "symbol": "build"},
        {"title": _("Back home"), "state": "done" if is_home else "on", "symbol": "home"},
    ]


def _state_of(station, step, here):
    if step is None or station < step.station:
        return "done"
    return here if station == step.station else ""


# What to do -----------------------------------------------------------------------------------------


def note(case, paces, costs):
    """kind, title, text and perhaps a way on: the one thing to know today."""
    found, step = heading(case), awaited(case)
    if "text" in found:
        return found
    if of_contract := contract_note(case):
        return of_contract
    whose = "" if found["kind"] == "turn" else wording.whose_turn(case, step)
    long = wording.how_long(case, step, paces) or _("How long this usually takes is not recorded yet.")
    if _has_its_day(case) or case.state == State.OPP_SCHEDULED:
        long = ""  # the day is known
    cost = wording.OFFER_IS_FREE if case.own_offer_id and step.milestone == State.SELECTED else costs.of_step(step)
    return found | {"text": " ".join(filter(None, [whose, long, str(cost)]))}


def heading(case):
    """Of ``note`` what a card shows, without asking the database: kind and title, and a text where no step is awaited."""
    step = awaited(case)
    if step is None:
        return ended_note(case)
    if words := wording.STANDSTILLS.get(case.freeze):
        kept = _("What you have reached stays yours. Pay nothing meanwhile. We write to you when it goes on.")
        return {"kind": "info", "title": _("It stands still for now"), "text": f"{words} {kept}"}
    if beside := ended_note(case):
        return beside
    if _has_its_day(case):
        day = long_date(case.planned_departure_on, weekday=True)
        return {"kind": "turn", "title": _("You depart on %(day)s") % {"day": day}}
    if step.actor == Actor.PERSON:
        return {"kind": "turn", "title": _("Your turn: %(task)s") % {"task": step.title}}
    return {"kind": "info", "title": _("Next: %(step)s") % {"step": step.title}}


def _then(case, step):
    """The step after the one that is awaited, in a sentence; "" for none."""
    ahead = [one for one in case.way if one.milestone not in case.reached and one is not step] if step else []
    if not ahead:
        return ""
    return _("After that: %(step)s. %(turn)s") % {"step": ahead[0].title, "turn": wording.whose_turn(case, ahead[0])}


def _groups(case, history, paces):
    """The steps station by station; those of the present station stand open."""
    step, coming = awaited(case), set()
    if step is not None:
        coming = {one.milestone for one in case.coming()}
    days = {entry.target: entry.taken_at for entry in reversed(history)}
    return [
        {
            "number": number,
            "title": Station(number).label,
            "is_open": step is not None and number == step.station,
            "is_done": all(one.milestone in case.reached for one in steps),
            "steps": [_step(case, one, coming, days, paces) for one in steps],
        }
        for number, steps in stations_of(case.way).items()
        if steps
    ]


def _step(case, step, coming, days, paces):
    if step.milestone in case.reached:
        day = days.get(step.milestone)
        text = short_date(day.astimezone(case.office.zone).date()) if day else ""
        return {"title": capfirst(step.title), "state": "done", "text": text}
    text = " ".join(filter(None, [wording.whose_turn(case, step), wording.how_long(case, step, paces)]))
    if step.milestone in coming:
        return {"title": capfirst(step.title), "state": "now" if step.actor == Actor.PERSON else "wait", "text": text}
    return {"title": capfirst(step.title), "state": "", "text": text}


# Papers ---------------------------------------------------------------------------------------------


def _today(case, step, found, letters, papers_due):
    """The note ``found``, or what is missing before anybody else can act; a contract that waits for a yes goes first."""
    if "address" in found:
        return found
    by_papers = _turn_by_papers(case, papers_due, step) if papers_due else {}
    return found | (_turn_by_letters(case, letters, step) or by_papers)


def _turn_by_papers(case, due, step):
    """Whoever acts next waits for papers that are missing: then it is the person's turn before."""
    is_on_the_way = case.state in ON_WAY and case.freeze not in wording.STANDSTILLS
    missing = next((row for row in due["rows"] if row["look"] == "turn"), None)
    if not (is_on_the_way and due["is_now"] and missing):
        return {}
    return _turn_by(missing, case, step)


def _turn_by_letters(case, letters, step):
    """The officer checks an own offer by them, so whoever sent it without is asked for them first."""
    missing = next((row for row in letters if row["is_needed"] and row["state"] == "turn"), None)
    if missing is None or step is None or case.state != State.APPLIED or case.freeze in wording.STANDSTILLS:
        return {}
    return _turn_by(missing, case, step)


def _turn_by(missing, case, step):
    then = _("After that: %(step)s. %(turn)s") % {"step": step.title, "turn": wording.whose_turn(case, step)}
    title = _("Your turn: hand in what is missing below")
    return {"kind": "turn", "title": title, "text": then, "address": missing["address"], "label": _("Send it")}


# Facts and history ----------------------------------------------------------------------------------


def _facts(case):
    rows = (
        (_("Number of this application"), case.number),
        (_("Country"), case.destination.country),
        (_("Programme"), case.sign_up and case.sign_up.batch),
        (_("City"), case.order.city if case.order else ""),
        (_("Employer"), case.employer if not case.vacancy else ""),
        (_("Placement company"), case.vacancy.placement_company if case.vacancy else None),
        (_("Way"), case.get_scheme_display()),
        (_("Day of departure"), case.planned_departure_on and long_date(case.planned_departure_on)),
        (_("Your office"), case.office),
    )
    return [{"term": term, "value": value} for term, value in rows if value]


def _taken(case, entry):
    when = short_moment(entry.taken_at, case.office.zone)
    text = " ".join(filter(None, [when, _reason(entry)]))
    return {"title": said_of(case, entry.event), "state": "done", "text": text}


def _reason(entry):
    """What an officer wrote to the person with this step, "" for nothing."""
    is_told = entry.event in READ_BY_PERSON and hasattr(entry, "reason") and entry.reason.text
    return f"\N{LEFT DOUBLE QUOTATION MARK}{entry.reason.text}\N{RIGHT DOUBLE QUOTATION MARK}" if is_told else ""


def _said(case, history):
    """The reason of the step that led to where it stands; "" for none."""
    last = next((entry for entry in history if entry.source != entry.target), None)
    return _reason(last) if last and last.target == case.state else ""
