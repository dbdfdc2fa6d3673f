"""How each step of a vacancy is called on a button, and what it does, told before it is taken."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.workflow import STEPS
from portal.workflow import open_events, problems

LABELS = {
    "take_up": _("Take it up"),
    "submit": _("Hand in for checking"),
    "begin": _("Begin the check"),
    "return": _("Return to draft"),
    "verify": _("Propose to open"),
    "send_back": _("Send back to the check"),
    "open": _("Open it to the public"),
    "fill": _("All places are taken"),
    "close": _("Close it"),
    "expire": _("Expired by itself"),
    "recheck": _("Extend or list again"),
    "suspend": _("Suspend it"),
    "resume": _("End the suspension"),
    "revoke": _("Revoke it for good"),
}
EFFECTS = {
    "take_up": _("It becomes a draft of ours and leaves the public lists until it is opened. Its old address stays."),
    "submit": _("Nobody changes its facts after that, unless it is returned."),
    "begin": _("The four proofs can be written down."),
    "return": _("It becomes a draft, its facts can be changed. The proofs given so far no longer count."),
    "verify": _("A head who gave none of its proofs decides whether it is opened."),
    "send_back": _("It goes back to the check. The proofs given so far stay."),
    "open": _("Everybody sees it at once, with the seal."),
    "fill": _("It leaves the open vacancies. Its address stays and says why."),
    "close": _("It leaves the open vacancies. Its address stays and says why."),
    "recheck": _("It leaves the open vacancies and all four proofs are given anew. Only then it is opened again."),
    "suspend": _("It leaves the public lists at once. Its address stays and says that it is suspended."),
    "resume": _("It goes back to where it was before the suspension."),
    "revoke": _("It can never be opened again. Its address stays and says that it was revoked."),
}
# The decision that a vacancy waits for stands in the dock; the others on their own, below.
_IN_DOCK = ("take_up", "submit", "begin", "verify", "open", "return", "send_back", "resume")
# After these it is a colleague's turn, or nobody's: whoever held the vacancy lets go of it.
HANDS_ON = {"verify", "send_back", "open", "fill", "close", "suspend", "resume", "revoke"}
_FORWARD = {"take_up", "submit", "begin", "verify", "open"}
_HARD = {"suspend", "revoke", "close"}


@dataclass(frozen=True)
class StepButton:
    event: str
    label: str
    address: str
    css: str
    is_asked: bool  # a page of its own asks for the reason
    problems: list[str]


def buttons(vacancy, by):
    """(buttons of the dock, the others): what ``by`` may do now, with what stands against it."""
    events = open_events(vacancy, by)
    return (
        [_button(vacancy, event) for event in reversed(_IN_DOCK) if event in events],
        [_button(vacancy, event) for event in events if event not in _IN_DOCK],
    )


def _button(vacancy, event):
    css = "btn-primary" if event in _FORWARD else "btn-danger" if event in _HARD else "btn-line"
    step = STEPS[event]
    return StepButton(
        event=event,
        label=LABELS[event],
        address=reverse("check_room:step", args=[vacancy.number, event]),
        css=css,
        is_asked=step.needs_reason,
        problems=problems(vacancy, event),
    )
