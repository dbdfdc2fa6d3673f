"""What to do after reading what is on record of a company: the sentence above all evidence.

It promises nothing and accuses nobody: being listed is not enough, not being listed proves nothing.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobs.standing import Kind


@dataclass(frozen=True)
class NextStep:
    css: str  # note-turn, note-bad or ""
    icon: str
    title: str
    text: str


def after(kind):
    """The NextStep for a company of this ``standing.Kind``, in the active language."""
    if kind in {Kind.SUSPENDED, Kind.REVOKED}:
        return NextStep(
            "note-bad",
            "bad",
            _("Stop: give no money and no papers"),
            _("Ask an office whether the decision still stands."),
        )
    if kind == Kind.CONTRADICTORY:
        return NextStep("note-turn", "turn", _("Don't pay yet"), _("Ask an office which of the two is right."))
    if kind in {Kind.NOT_LISTED, Kind.UNKNOWN}:
        return NextStep(
            "note-turn",
            "turn",
            _("Don't pay yet"),
            _("That does not mean it is fake. Ask for the licence number, and show it to an office."),
        )
    title = _("Ask before you pay") if kind == Kind.SANCTION_ENDED else _("Being on the list is not enough")
    return NextStep(
        "",
        "info",
        title,
        _(
            "The company also needs a recruitment permit (SIP2MI) for each country. Ask for its number and a cost table."
        ),
    )
