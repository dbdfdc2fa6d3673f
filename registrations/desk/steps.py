"""How each step of a file is called on a button, and what it does, told before it is taken."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.workflow import open_events, problems
from registrations.workflow import STEPS

LABELS = {
    "return": _("Return the file"),
    "transfer": _("Give it to another office"),
    "approve_first": _("First yes"),
    "approve": _("Approve the file"),
    "propose_rejection": _("Propose a rejection"),
    "drop_proposal": _("Drop the proposal"),
    "reject": _("Reject it"),
    "hold": _("Hold it"),
    "release": _("Release it"),
    "hold_back": _("Hold it"),
    "let_go": _("Release it"),
    "close": _("Close it"),
}
EFFECTS = {
    "return": _("The person reads each point and has time to correct it. Then it comes back to you."),
    "transfer": _("The other office sees it at once, and decides. What was decided here so far no longer counts."),
    "approve_first": _("Two officers have to look at this file. Another one decides after you."),
    "approve": _("The registration is verified. The person is told. Then its number in SISKOP2MI is recorded."),
    "propose_rejection": _("The head decides. Until then the person reads that it is being checked."),
    "drop_proposal": _("It goes back to the officers, with your reason."),
    "reject": _("The registration ends. The person reads the ground, your reason and where to object."),
    "hold": _("Nobody works on it until the head releases it. The person reads only that it is being checked."),
    "release": _("It goes back to where it was. From then on the person reads who looked at the file."),
    "hold_back": _(
        "The person sees no change, and may go on as before. Nothing is decided about it any more; once it is handed in"
        " again, it is on hold until the head releases it."
    ),
    "let_go": _("It goes on as before. From then on the person reads who looked at the file."),
    "close": _("The registration ends here. It can be renewed."),
}
# Where somebody may object, without days: the figures of the law have not been checked by somebody with authority.
APPEAL = _(
    "The person may object in writing at the office that decided, then at its superior, then at the administrative court;"
    " a complaint to the Ombudsman is free."
)
# What the screen's dock decides; the others stand below, each with a page of its own.
_IN_DOCK = ("approve_first", "approve", "return")
_FORWARD = {"approve_first", "approve"}
HARD = {"propose_rejection", "reject", "hold", "hold_back", "close"}
KEYS = {"approve_first": "T", "approve": "T", "return": "P"}  # with the shift key


@dataclass(frozen=True)
class StepButton:
    event: str
    label: str
    address: str
    css: str
    key: str
    problems: list[str]


def buttons(registration, by):
    """(buttons of the dock, the others): what ``by`` may do now, with what stands against it."""
    # Of the two yeses only the one that is due is offered.
    asks_first = registration.needs_second_pair and not registration.first_by_id
    left_out = {"approve" if asks_first else "approve_first", "hold_back" if registration.is_held_back else "let_go"}
    events = [event for event in open_events(registration, by) if event in LABELS and event not in left_out]
    return (
        [_button(registration, event) for event in _IN_DOCK if event in events],
        [_button(registration, event) for event in events if event not in _IN_DOCK],
    )


def _button(registration, event):
    css = "btn-primary" if event in _FORWARD else "btn-danger" if event in HARD else "btn-line"
    asks = STEPS[event].needs_reason
    return StepButton(
        event=event,
        label=str(LABELS[event]),
        address=reverse("desk:step", args=[registration.number, event]),
        css=css,
        key=KEYS.get(event, ""),
        problems=[] if asks else problems(registration, event),
    )
