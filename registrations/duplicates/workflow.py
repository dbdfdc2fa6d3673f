"""The life of a doubt whether two files are of one person."""

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.workflow import Step
from registrations.duplicates import permissions as may


class State(models.TextChoices):
    OPEN = "open", _("To be looked at")
    SAME = "same", _("One person")
    TWO = "two", _("Two people")


def two_have_decided(suspicion):
    """Guard: a merge that takes a file from an account or gives one to it has two people behind it."""
    if not suspicion.needs_two or suspicion.proposed_by_id:
        return ""
    return _now("Another officer has to say the same first.")


_PROPOSED = ("proposed_by", "proposed_staying", "needs_two")

# fmt: off
STEPS = {
    # event         from                     to           who
    "propose":      Step(frozenset({State.OPEN}), State.OPEN, may.decide, needs_reason=True, stamp="proposed_by"),
    "merge":        Step(frozenset({State.OPEN}), State.SAME, may.merge,  (two_have_decided,), needs_reason=True, stamp="merged_by"),
    "keep_apart":   Step(frozenset({State.OPEN}), State.TWO,  may.decide, needs_reason=True, clears=_PROPOSED),
    "unmerge":      Step(frozenset({State.SAME}), State.OPEN, may.decide, needs_reason=True, clears=(*_PROPOSED, "merged_by")),
    "reopen":       Step(frozenset({State.TWO}),  State.OPEN, may.decide, needs_reason=True),
}
# fmt: on
