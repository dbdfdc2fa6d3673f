"""The whole life of a vacancy on one screen: its states and the order of the checks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs import guards
from jobs import permissions as may
from portal.workflow import PREVIOUS, Step


class State(models.TextChoices):
    REPORTED = "reported", _("Published, not yet checked here")
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_CHECK = "in_check", _("Being checked")
    VERIFIED = "verified", _("Checked")
    OPEN = "open", _("Checked and open")
    FILLED = "filled", _("Filled")
    CLOSED = "closed", _("Closed")
    EXPIRED = "expired", _("Expired")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")


# What a visitor may find at all: a draft or a case in check is the office's own affair.
PUBLIC = {
    State.REPORTED, State.OPEN, State.FILLED, State.CLOSED, State.EXPIRED, State.SUSPENDED, State.REVOKED,
}  # fmt: skip
# The office's own work, still to be done.
TO_CHECK = {State.DRAFT, State.SUBMITTED, State.IN_CHECK, State.VERIFIED}
OVER = {State.FILLED, State.CLOSED, State.EXPIRED}

_NOT_REVOKED = set(State) - {State.REVOKED}

# fmt: off
STEPS = {
    # event           from                                     to                who         only if
    "take_up":   Step(frozenset({State.REPORTED}),             State.DRAFT,      may.check),
    "submit":    Step(frozenset({State.DRAFT}),                State.SUBMITTED,  may.check,  (guards.is_complete,)),
    "begin":     Step(frozenset({State.SUBMITTED}),            State.IN_CHECK,   may.check),
    "return":    Step(frozenset({State.SUBMITTED, State.IN_CHECK}), State.DRAFT, may.check, needs_reason=True),
    "verify":    Step(frozenset({State.IN_CHECK}),             State.VERIFIED,   may.check,  (guards.has_four_checks, *guards.LAWFUL), stamp="verified_by"),
    "send_back": Step(frozenset({State.VERIFIED}),             State.IN_CHECK,   may.check,  needs_reason=True, clears=("verified_by",)),
    "open":      Step(frozenset({State.VERIFIED}),             State.OPEN,       may.open_,  (guards.has_four_checks, *guards.LAWFUL), stamp="opened_by"),
    "fill":      Step(frozenset({State.OPEN}),                 State.FILLED,     may.check),
    "close":     Step(frozenset({State.OPEN, State.REPORTED, State.SUSPENDED}), State.CLOSED, may.check, needs_reason=True),
    "expire":    Step(frozenset({State.OPEN}),                 State.EXPIRED,    may.act_as_system, (guards.time_is_over,)),
    "recheck":   Step(frozenset(OVER | {State.OPEN}),          State.IN_CHECK,   may.check,  needs_reason=True, clears=("verified_by", "opened_by")),
    "suspend":   Step(frozenset({State.OPEN, State.VERIFIED, State.REPORTED}), State.SUSPENDED, may.check, needs_reason=True),
    "resume":    Step(frozenset({State.SUSPENDED}),            PREVIOUS,         may.open_,  (guards.is_lawful_where_it_returns,), needs_reason=True),
    "revoke":    Step(frozenset(_NOT_REVOKED),                 State.REVOKED,    may.stop,   needs_reason=True),
}
# fmt: on
# After these the facts may be changed, or have grown old: every check is made anew.
SETS_CHECKS_ASIDE = {"return", "recheck"}
TERMINAL = set(State) - set().union(*(step.sources for step in STEPS.values()))
