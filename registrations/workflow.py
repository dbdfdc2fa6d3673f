"""The whole life of a registration on one screen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.workflow import PREVIOUS, UNCHANGED, Step
from registrations import above, guards
from registrations import permissions as may


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Handed in")
    IN_REVIEW = "in_review", _("Being checked")
    RETURNED = "returned", _("Returned for correction")
    VERIFIED = "verified", _("Verified")
    ON_HOLD = "on_hold", _("Being checked")  # the person never reads a suspicion
    REJECTED = "rejected", _("Rejected")
    LAPSED = "lapsed", _("Lapsed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Closed")


# These hold the person's NIK: the database allows one such registration per person. A stranger's draft must not block
# the owner; a held or verified case must.
HOLDS_NIK = {State.SUBMITTED, State.IN_REVIEW, State.RETURNED, State.VERIFIED, State.ON_HOLD}
OPEN = HOLDS_NIK | {State.DRAFT}
# The office's turn; on hold as well, though nobody is told.
WITH_OFFICE = {State.SUBMITTED, State.IN_REVIEW, State.ON_HOLD}
# Somebody's turn until it is decided.
UNDECIDED = WITH_OFFICE | {State.RETURNED}

_REVIEW, _AT_OFFICE = frozenset({State.IN_REVIEW}), frozenset({State.SUBMITTED, State.IN_REVIEW})
# There the person would see a change that only a hold brings: so it stays, held back, until it comes to the office.
_ELSEWHERE = frozenset({State.RETURNED, State.VERIFIED})
# Of two files of one person the second is folded away; what is on hold only its head lets go of.
_FOLDS = frozenset(OPEN - {State.ON_HOLD})
_HELD = ("is_held_back",)
_DECIDED = ("first_by", "verified_by", "rejection_proposed_by", "rejection_ground")

# fmt: off
STEPS = {
    # event                  from                                          to                who                    only if
    "submit":             Step(frozenset({State.DRAFT}),                   State.SUBMITTED,  may.act_as_candidate,  (guards.is_not_merged, guards.complete, guards.of_age, guards.notice_was_read, guards.has_an_office, guards.papers_to_submit_are_there, above.allows("submit"))),
    "assign":             Step(frozenset({State.SUBMITTED}),               State.IN_REVIEW,  may.act_as_system),
    "return":             Step(_REVIEW,                                    State.RETURNED,   may.return_,           (guards.has_a_point_to_correct,), clears=_DECIDED),
    "resubmit":           Step(frozenset({State.RETURNED}),                State.IN_REVIEW,  may.act_as_candidate,  (guards.every_point_corrected,), clears=_HELD),
    "lapse":              Step(frozenset({State.RETURNED}),                State.LAPSED,     may.act_as_system,     (guards.time_to_correct_is_over,), clears=_HELD),
    "transfer":           Step(_REVIEW,                                    State.IN_REVIEW,  may.review,            needs_reason=True, clears=_DECIDED),
    "approve_first":      Step(_REVIEW,                                    State.IN_REVIEW,  may.look_first,        (guards.papers_accepted, guards.no_point_is_open, guards.wants_two), stamp="first_by"),
    "approve":            Step(_REVIEW,                                    State.VERIFIED,   may.approve,           (guards.papers_accepted, guards.no_point_is_open, guards.two_have_looked), stamp="verified_by"),
    "propose_rejection":  Step(_REVIEW,                                    State.IN_REVIEW,  may.review,            needs_reason=True, stamp="rejection_proposed_by"),
    "drop_proposal":      Step(_REVIEW,                                    State.IN_REVIEW,  may.decide,            (guards.rejection_is_proposed,), needs_reason=True, clears=("rejection_proposed_by", "rejection_ground")),
    "reject":             Step(_REVIEW,                                    State.REJECTED,   may.reject,            (guards.rejection_is_proposed,), needs_reason=True),
    "record_external_id": Step(frozenset({State.VERIFIED}),                State.VERIFIED,   may.record_external_id, (guards.is_not_held_back,)),
    "data_changed":       Step(frozenset({State.VERIFIED}),                State.IN_REVIEW,  may.change_data,       clears=_DECIDED + _HELD),
    "renew":              Step(frozenset({State.VERIFIED, State.CLOSED}),  State.IN_REVIEW,  may.renew,             (guards.of_age, above.allows("renew")), clears=_DECIDED + _HELD),
    "close":              Step(frozenset({State.VERIFIED}),                State.CLOSED,     may.review,            (guards.is_not_held_back,), needs_reason=True),
    "fold":               Step(_FOLDS,                                     State.CLOSED,     may.adjudicate),
    "unfold":             Step(frozenset({State.CLOSED}),                  PREVIOUS,         may.adjudicate,        (guards.was_folded,)),
    "withdraw":           Step(frozenset(OPEN),                            State.WITHDRAWN,  may.act_as_candidate,  (above.allows("withdraw"),), clears=_HELD),
    "hold":               Step(_AT_OFFICE,                                 State.ON_HOLD,    may.hold,              needs_reason=True),
    "hold_back":          Step(_ELSEWHERE,                                 UNCHANGED,        may.hold,              (guards.is_not_held_back,), needs_reason=True),
    "let_go":             Step(_ELSEWHERE,                                 UNCHANGED,        may.decide,            (guards.is_held_back,), needs_reason=True, clears=_HELD),
    "release":            Step(frozenset({State.ON_HOLD}),                 PREVIOUS,         may.decide,            needs_reason=True),
}
# fmt: on
TERMINAL = set(State) - set().union(*(step.sources for step in STEPS.values()))
# What the person never reads in their own history: it would tell of a suspicion.
INTERNAL_EVENTS = {
    "hold", "release", "hold_back", "let_go", "approve_first", "propose_rejection", "drop_proposal", "fold", "unfold",
}  # fmt: skip
