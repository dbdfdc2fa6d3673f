"""One case as officers see it: what is reached, what comes next and what stands against it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from jobs.choices import Actor, Milestone
from portal.lib.dates import today_in
from portal.workflow import problems
from registrations.placements.recording.table import CLEARING, OF_OTHER_PAGES, TABLE, event_to, row_of
from registrations.placements.workflow import BEFORE_DEPARTURE, State

# Whoever has nothing before them but these may have a card and a day of departure.
LAST = {Milestone.OPP_SCHEDULED, Milestone.OPP_DONE, Milestone.CONTRACTED}
ON_THE_WAY = BEFORE_DEPARTURE | {State.DEPARTED}


@dataclass(frozen=True)
class Coming:
    """``address``: of its form, "" where it isn't open to whoever looks; then ``note`` says why."""

    title: str
    actor: str
    address: str
    problems: list[str]
    note: str


def path_of(case):
    """The steps of its way for components/path.html."""
    coming = {step.milestone for step in case.coming()} if case.state in ON_THE_WAY else set()
    return [
        {"title": step.title, "text": step.actor.label, "state": _standing(step.milestone, case, coming)}
        for step in case.way
    ]


def done_of(case):
    facts = {"done": sum(step.milestone in case.reached for step in case.way), "all": len(case.way)}
    return _("%(done)d of %(all)d steps done") % facts


def _standing(milestone, case, coming):
    if milestone in case.reached:
        return "done"
    return "now" if milestone in coming else ""


def coming(case, events):
    """What comes next by the procedure, each with whose turn it is; ``events``: those open to whoever looks."""
    if case.state not in ON_THE_WAY:
        return []
    steps = case.coming()
    if case.state == State.VISA_REFUSED:  # asked for again before it can be granted
        visa = next((step for step in steps if step.milestone == Milestone.VISA_OK), None)
        return [_first("ask_visa_again", case, visa.actor if visa else Actor.MISSION, events)]
    found = [_coming(step, case, event_to(step.milestone, events)) for step in steps]
    if Milestone.READY in {step.milestone for step in steps} and _has_no_card(case):
        found.insert(0, _first("prepare_card", case, Actor.BP3MI, events))
    return found


def _has_no_card(case):
    day = case.planned_departure_on
    return not case.e_card_number or day is None or day < today_in(case.office.zone)


def _first(event, case, actor, events):
    """What is recorded before the step that comes next can be."""
    is_open = event in events
    return Coming(
        title=str(TABLE[event].label),
        actor=str(actor.label),
        address=address_of(case, event) if is_open else "",
        problems=problems(case, event) if is_open else [],
        note="" if is_open else _("This step is not open to you now."),
    )


def _coming(step, case, event):
    note = ""
    if event is None:
        note = who_clears() if step.milestone == Milestone.READY else _("This step is not open to you now.")
    return Coming(
        title=step.title,
        actor=str(step.actor.label),
        address=address_of(case, event) if event in TABLE else "",
        problems=problems(case, event) if event else [],
        note=note,
    )


def who_clears():
    return _(
        "Another officer declares it: neither who verified the registration nor who recorded or accepted a paper of the card."
    )


def others(case, events, coming):
    """(label, address) of what may happen besides, or instead of ``coming``, as far as it can mean something by now."""
    offered = {one.address for one in coming}
    milestones = {None, *(step.milestone for step in case.coming())}
    found = [
        (row_of(event, case).label, address_of(case, event))
        for event in events
        if event in TABLE
        and event not in OF_OTHER_PAGES
        and TABLE[event].milestone in milestones
        and _means(event, case)
    ]
    return [(label, address) for label, address in found if address not in offered]


def _means(event, case):
    if event == "prepare_card":
        return {*case.required} - {*case.reached} <= LAST
    if event == "pay_cover":
        return Milestone.INSURED in case.reached
    return event != "no_show" or not problems(case, event)


def address_of(case, event):
    if event in CLEARING:
        return reverse("recording:clear", args=[case.number])
    return reverse("recording:step", args=[case.number, event])
