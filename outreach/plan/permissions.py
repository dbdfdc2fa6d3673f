"""Who may write what of an event. ``by`` is an Acting, ``event`` an Event."""

from outreach.permissions import PLANNERS, plan
from outreach.workflow import OWES_REPORT, State

ROOM_ROLES = PLANNERS
# A report that lies with the head, or was checked, stands still.
EDITABLE = OWES_REPORT | {State.DRAFT, State.PLANNED}


def edit(by, event):
    return event.state in EDITABLE and plan(by, event)


def count(by, event):
    """Heads are counted once it took place."""
    return event.state in OWES_REPORT and plan(by, event)


def join(by, event):
    """Only a draft gives way to another event: one that people know is called off, with its reason."""
    return event.state == State.DRAFT and plan(by, event)
