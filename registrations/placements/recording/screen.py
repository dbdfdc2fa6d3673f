"""One case as officers see it: what is reached, what comes next and what stands against it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from jobs.choices import Milestone
from portal.workflow import open_events, problems
from registrations.placements.recording.table import CLEARING, OF_OTHER_PAGES, TABLE, event_to, row_of
from registrations.placements.workflow import BEFORE_DEPARTURE, State

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


def _standing(milestone, case, coming):
    if milestone in case.reached:
        return "done"
    return "now" if milestone in coming else ""


def coming(case, by):
    """The steps that come next by the procedure, each with whose turn it is."""
    if case.state not in ON_THE_WAY:
        return []
    events = open_events(case, by)
    return [_coming(step, case, event_to(step.milestone, events)) for step in case.coming()]


def _coming(step, case, event):
    note = ""
    if event is None:
        note = _who_clears() if step.milestone == Milestone.READY else _("This step is not open to you now.")
    return Coming(
        title=step.title,
        actor=str(step.actor.label),
        address=address_of(case, event) if event in TABLE else "",
        problems=problems(case, event) if event else [],
        note=note,
    )


def _who_clears():
    return _(
        "Another officer declares it: neither who verified the registration nor who recorded or accepted a paper of the card."
    )


def others(case, by):
    """(label, address) of what may happen besides, or instead of the steps that come next."""
    events = [event for event in open_events(case, by) if event in TABLE and event not in OF_OTHER_PAGES]
    milestones = [step.milestone for step in case.coming()]
    next_ones = {event_to(milestone, events) for milestone in milestones}
    return [
        (row_of(event, case).label, address_of(case, event))
        for event in events
        if event not in next_ones and TABLE[event].milestone in {None, *milestones}
    ]


def address_of(case, event):
    if event in CLEARING:
        return reverse("recording:clear", args=[case.number])
    return reverse("recording:step", args=[case.number, event])
