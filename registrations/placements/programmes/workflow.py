"""The life of a batch on one screen, and how somebody who signed up stands in it.

People move with their batch, thousands at once: what each of its steps means for them is set-based (``ranking``).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.workflow import Step
from registrations.placements.programmes import guards
from registrations.placements.programmes import permissions as may


class State(models.TextChoices):
    PREPARED = "prepared", _("Being prepared")
    OPEN = "open", _("Sign-up is open")
    CLOSED = "closed", _("Sign-up is closed")
    TESTED = "tested", _("Tested, results not published")
    PUBLISHED = "published", _("Results published")
    ENDED = "ended", _("Ended")
    CALLED_OFF = "called_off", _("Called off")


class Standing(models.TextChoices):
    """Of one person in a batch."""

    SIGNED_UP = "signed_up", _("Signed up")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TESTED = "tested", _("Tested")
    ON_ROSTER = "on_roster", _("On the roster")
    WAITING = "waiting", _("On the waiting list")
    NOT_ON_ROSTER = "not_on_roster", _("Not on the roster")
    CHOSEN = "chosen", _("Chosen by an employer")
    LAPSED = "lapsed", _("The roster is over")
    CALLED_OFF = "called_off", _("The batch was called off")


class TieRule(models.TextChoices):
    """Who comes first of two with the same total; where that is equal too, who signed up earlier."""

    EARLIER = "earlier", _("whoever signed up earlier comes first")
    FIRST_PART = "first_part", _("whoever has more points in the first part of the test comes first")
    OLDER = "older", _("the older person comes first")


# The public reads of them.
PUBLIC = frozenset(State) - {State.PREPARED}
BEFORE_RESULT = frozenset({Standing.SIGNED_UP, Standing.TESTED})
ON_LIST = frozenset({Standing.ON_ROSTER, Standing.WAITING})
HAS_RESULT = ON_LIST | {Standing.NOT_ON_ROSTER, Standing.CHOSEN, Standing.LAPSED}
MAY_WITHDRAW = BEFORE_RESULT | ON_LIST

# fmt: off
STEPS = {
    # event          from                                       to               who                only if
    "open":     Step(frozenset({State.PREPARED, State.CLOSED}), State.OPEN,      may.keep,          (guards.has_a_test, guards.way_is_written_down, guards.country_is_open, guards.window_is_not_over)),
    "close":    Step(frozenset({State.OPEN}),                   State.CLOSED,    may.keep_or_clock),
    "score":    Step(frozenset({State.CLOSED, State.TESTED}),   State.TESTED,    may.score,         (guards.test_was_held,), stamp="scored_by"),
    "publish":  Step(frozenset({State.TESTED}),                 State.PUBLISHED, may.publish,       (guards.somebody_has_scores, guards.roster_has_its_last_day), stamp="published_by"),
    "end":      Step(frozenset({State.PUBLISHED}),              State.ENDED,     may.act_as_system, (guards.roster_is_over,)),
    "call_off": Step(frozenset({State.OPEN, State.CLOSED, State.TESTED}), State.CALLED_OFF, may.keep, needs_reason=True),
}
# fmt: on
# What officers press; scores and results have pages of their own.
PRESSED = ("open", "close", "call_off")
