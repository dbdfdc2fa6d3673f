"""What becomes of a word that something is wrong: somebody takes it, answers, and settles it. Who may, ``permissions`` says."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.workflow import UNCHANGED, Step
from registrations.placements.concerns import permissions as may


class State(models.TextChoices):
    RAISED = "raised", _("Received")
    TAKEN = "taken", _("Somebody looks after it")
    SETTLED = "settled", _("Settled")


OPEN = frozenset({State.RAISED, State.TAKEN})
# fmt: off
STEPS = {
    # event     from                          to             who
    "take":   Step(frozenset({State.RAISED}), State.TAKEN,   may.look_after),
    "answer": Step(OPEN,                      UNCHANGED,     may.look_after, needs_reason=True),
    "settle": Step(OPEN,                      State.SETTLED, may.look_after, needs_reason=True),
}
# fmt: on
