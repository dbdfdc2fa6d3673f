"""The life of a doubt whether two files are of one person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.workflow import Step
from registrations.duplicates import permissions as may


class State(models.TextChoices):
    OPEN = "open", _("To be looked at")
    SAME = "same", _("One person")
    TWO = "two", _("Two people")


# fmt: off
STEPS = {
    # event         from                     to           who
    "merge":        Step(frozenset({State.OPEN}), State.SAME, may.decide, needs_reason=True),
    "keep_apart":   Step(frozenset({State.OPEN}), State.TWO,  may.decide, needs_reason=True),
    "unmerge":      Step(frozenset({State.SAME}), State.OPEN, may.decide, needs_reason=True),
    "reopen":       Step(frozenset({State.TWO}),  State.OPEN, may.decide, needs_reason=True),
}
# fmt: on
