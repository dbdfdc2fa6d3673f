"""The whole way of a placement on one screen.

Which milestones a case needs and in which order is law (jobs.ProcedureRule), so a milestone may be reached from every
state on the way; whether it comes next, ``guards.comes_next`` asks the procedure that the case began with.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.choices import Milestone
from portal.workflow import PREVIOUS, UNCHANGED, Step
from registrations.placements import guards
from registrations.placements import permissions as may


class State(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    APPLIED = "applied", _("Applied")
    SELECTED = "selected", _("Selected")
    PLACEMENT_AGREED = "placement_agreed", _("Placement agreement signed")
    FIT = "fit", _("Fit for the work")
    COMPETENT = "competent", _("Skill proved")
    PASSPORT_OK = "passport_ok", _("Passport in order")
    INSURED = "insured", _("Social security paid")
    VISA_OK = "visa_ok", _("Work visa granted")
    OPP_SCHEDULED = "opp_scheduled", _("Orientation has its day")
    OPP_DONE = "opp_done", _("Orientation attended")
    CONTRACTED = "contracted", _("Work contract signed")
    READY = "ready", _("Ready to depart")
    DEPARTED = "departed", _("Departed")
    AT_WORK = "at_work", _("At work")
    NOT_SELECTED = "not_selected", _("Not selected")
    UNFIT_TEMP = "unfit_temp", _("To be examined again")
    CLOSED_UNFIT = "closed_unfit", _("Ended by the medical exam")
    VISA_REFUSED = "visa_refused", _("Visa refused")
    FAILED_DEPARTURE = "failed_departure", _("Departure did not happen")
    CASE_OPEN = "case_open", _("A problem is being solved")
    RETURNED = "returned", _("Came home")
    DEPORTED = "deported", _("Sent home")
    DECEASED = "deceased", _("Died")
    PURNA = "purna", _("Home again, recorded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Closed")


# Where the way to departure goes on; what stands beside it goes back by a step of its own.
ON_WAY = frozenset(
    {
        State.APPLIED, State.SELECTED, State.PLACEMENT_AGREED, State.FIT, State.COMPETENT, State.PASSPORT_OK,
        State.INSURED, State.VISA_OK, State.OPP_SCHEDULED, State.OPP_DONE, State.CONTRACTED,
    }
)  # fmt: skip
LEAVING = frozenset({State.CONTRACTED, State.READY})  # nothing is left but the card and the day
BESIDE = frozenset({State.UNFIT_TEMP, State.VISA_REFUSED, State.FAILED_DEPARTURE})
BEFORE_DEPARTURE = ON_WAY | BESIDE | {State.READY}
ABROAD = frozenset({State.DEPARTED, State.AT_WORK, State.CASE_OPEN})
HOME_AGAIN = frozenset({State.RETURNED, State.DEPORTED, State.PURNA})
AFTER_ABROAD = HOME_AGAIN | {State.DECEASED}
NEVER_LEFT = frozenset({State.NOT_SELECTED, State.CLOSED_UNFIT, State.WITHDRAWN, State.CLOSED})
OPEN = BEFORE_DEPARTURE | ABROAD | {State.DRAFT}
# A place of the vacancy is kept for them; what ends before departure gives it back.
HOLDS_PLACE = BEFORE_DEPARTURE | ABROAD | AFTER_ABROAD
# Nobody is there without a card, and somebody who cleared them.
CLEARED_ONCE = ABROAD | AFTER_ABROAD | {State.READY}
# Of one person the database allows one such case: "no other application past SELECTED".
COMMITTED = (BEFORE_DEPARTURE - {State.APPLIED, State.SELECTED}) | ABROAD


def _milestone(milestone, allowed=may.record, *, sources=ON_WAY, stamp="", also=()):
    """A step along the way; ``also``: guards beside those that every milestone has."""
    return Step(sources, State(milestone), allowed, (*guards.of_milestone(milestone), *also), stamp=stamp)


# Another employer means another card and another day.
OF_CARD = ("e_card_number", "planned_departure_on", "planned_carrier", "planned_port")

# fmt: off
STEPS = {
    # event                     from                               to                      who                   only if
    "apply":                    Step(frozenset({State.DRAFT}),     State.APPLIED,          may.apply_,           (guards.may_begin_anew, guards.registration_is_verified, guards.way_is_written_down, guards.is_not_frozen, guards.vacancy_takes_applications, guards.has_a_place_left, guards.fits_the_order, guards.offer_is_told, guards.is_bound_to_no_other)),
    "shortlist":                _milestone(Milestone.SELECTED, may.select, also=(guards.stands_on_the_roster, guards.letters_of_offer_are_here), stamp="prepared_by"),
    "not_fit":                  Step(frozenset({State.APPLIED}),   State.NOT_SELECTED,     may.select,           needs_reason=True),
    "roster_is_over":           Step(frozenset({State.APPLIED}),   State.NOT_SELECTED,     may.act_as_system,    (guards.left_the_roster,), needs_reason=True),
    "sign_placement_agreement": _milestone(Milestone.PLACEMENT_AGREED, may.select, also=(guards.has_official_id, guards.may_begin_anew, guards.is_bound_to_no_other), stamp="prepared_by"),
    "medical_fit":              _milestone(Milestone.FIT, stamp="prepared_by"),
    "medical_unfit":            Step(ON_WAY,                       State.UNFIT_TEMP,       may.record,           (guards.comes_next(Milestone.FIT),)),
    "medical_unfit_for_good":   Step(ON_WAY | {State.UNFIT_TEMP},  State.CLOSED_UNFIT,     may.record,           (guards.comes_next(Milestone.FIT),)),
    "retest":                   _milestone(Milestone.FIT, sources=frozenset({State.UNFIT_TEMP}), also=(guards.day_of_retest_has_come,), stamp="prepared_by"),
    "train_and_certify":        _milestone(Milestone.COMPETENT, stamp="prepared_by"),
    "passport_ok":              _milestone(Milestone.PASSPORT_OK, stamp="prepared_by"),
    "insure":                   _milestone(Milestone.INSURED, stamp="prepared_by"),
    "visa_granted":             _milestone(Milestone.VISA_OK, stamp="prepared_by"),
    "visa_refused":             Step(ON_WAY,                       State.VISA_REFUSED,     may.record,           (guards.comes_next(Milestone.VISA_OK),), needs_reason=True),
    "ask_visa_again":           Step(frozenset({State.VISA_REFUSED}), PREVIOUS,            may.record,           needs_reason=True),
    "schedule_opp":             _milestone(Milestone.OPP_SCHEDULED),
    "attend":                   _milestone(Milestone.OPP_DONE, also=(guards.orientation_has_begun,)),
    "no_show":                  Step(frozenset({State.OPP_SCHEDULED}), PREVIOUS,           may.record,           (guards.orientation_has_begun,)),
    "opp_called_off":           Step(frozenset({State.OPP_SCHEDULED}), PREVIOUS,           may.record,           needs_reason=True),
    "take_back_attendance":     Step(frozenset({State.OPP_DONE}),  State.OPP_SCHEDULED,    may.record,           needs_reason=True),
    "sign_work_contract":       _milestone(Milestone.CONTRACTED, stamp="prepared_by"),
    "record_contract":          Step(ON_WAY | {State.FAILED_DEPARTURE}, UNCHANGED,         may.record,           (guards.is_of_one_person, guards.is_not_frozen, guards.contract_may_come), stamp="prepared_by"),
    "accept_contract":          Step(ON_WAY | {State.FAILED_DEPARTURE}, UNCHANGED,         may.answer_contract),
    "refuse_contract":          Step(ON_WAY | {State.FAILED_DEPARTURE}, UNCHANGED,         may.answer_contract),
    "allow_contract":           Step(ON_WAY | {State.FAILED_DEPARTURE}, UNCHANGED,         may.allow_contract,   needs_reason=True),
    "contract_counts":          Step(ON_WAY,                       State.CONTRACTED,       may.go_on_with_contract, guards.OF_A_YES),
    "pay_cover":                Step(ON_WAY,                       UNCHANGED,              may.record,           (guards.is_not_frozen, guards.is_reached(Milestone.INSURED)), stamp="prepared_by"),
    "prepare_card":             Step(ON_WAY | {State.FAILED_DEPARTURE}, UNCHANGED,         may.record,           (guards.is_not_frozen, guards.has_official_id), stamp="prepared_by"),
    "issue_e_card":             _milestone(Milestone.READY, may.clear, stamp="cleared_by", also=guards.CLEARANCE),
    "clear_again":              Step(frozenset({State.FAILED_DEPARTURE}), State.READY,     may.clear,            (guards.is_not_frozen, *guards.CLEARANCE), stamp="cleared_by"),
    "clearance_lapses":         Step(frozenset({State.READY}),     PREVIOUS,               may.take_back_clearance, needs_reason=True, clears=("cleared_by",)),
    "depart":                   _milestone(Milestone.DEPARTED, may.see_off, sources=frozenset({State.READY}), also=guards.STILL_CLEAR),
    "fail_departure":           Step(frozenset({State.READY}),     State.FAILED_DEPARTURE, may.see_off,          needs_reason=True, clears=("cleared_by",)),
    "report_arrival":           _milestone(Milestone.AT_WORK, may.report_from_abroad, sources=frozenset({State.DEPARTED})),
    "extend":                   Step(frozenset({State.AT_WORK}),   State.AT_WORK,          may.record),
    "open_case":                Step(frozenset({State.DEPARTED, State.AT_WORK}), State.CASE_OPEN, may.report_from_abroad),
    "settle_case":              Step(frozenset({State.CASE_OPEN}), PREVIOUS,               may.record,           needs_reason=True),
    "come_home":                Step(ABROAD,                       State.RETURNED,         may.report_from_abroad),
    "deport":                   Step(ABROAD,                       State.DEPORTED,         may.record,           needs_reason=True),
    "die":                      Step(ABROAD,                       State.DECEASED,         may.record,           needs_reason=True),
    "doubt_death":              Step(frozenset({State.DECEASED}),  UNCHANGED,              may.doubt_death,      (guards.death_is_not_doubted,), needs_reason=True),
    "take_back_death":          Step(frozenset({State.DECEASED}),  PREVIOUS,               may.decide_on_death,  (guards.death_is_doubted, guards.is_bound_to_no_other), needs_reason=True),
    "death_stands":             Step(frozenset({State.DECEASED}),  UNCHANGED,              may.decide_on_death,  (guards.death_is_doubted,), needs_reason=True),
    "register_purna":           Step(frozenset({State.RETURNED, State.DEPORTED}), State.PURNA, may.record_at_home),
    "employer_withdraws":       Step(BEFORE_DEPARTURE - {State.APPLIED}, State.APPLIED,    may.select,           needs_reason=True, clears=("cleared_by", "prepared_by", *OF_CARD)),
    "withdraw":                 Step(BEFORE_DEPARTURE | {State.DRAFT}, State.WITHDRAWN,    may.act_as_candidate),
    "close":                    Step(BEFORE_DEPARTURE,             State.CLOSED,           may.decide,           needs_reason=True),
}
# fmt: on
# Whoever took one of them has written down something that the card rests on, and clears nobody by it.
PREPARING = frozenset(event for event, step in STEPS.items() if step.stamp == "prepared_by")
# So did an officer who answered for the person on paper, or the head who let a worse contract stand.
ANSWERING = frozenset({"accept_contract", "allow_contract"})
TERMINAL = set(State) - set().union(*(step.sources for step in STEPS.values()))
# Their reason is written to the person, and stands on the person's page.
READ_BY_PERSON = frozenset(
    {"not_fit", "roster_is_over", "visa_refused", "fail_departure", "employer_withdraws", "close"}
)
# What a step back takes from what was reached; what belongs to the person stays theirs.
_OF_PERSON = {State.APPLIED, State.FIT, State.COMPETENT, State.PASSPORT_OK}
TAKES_BACK = {
    "no_show": frozenset({State.OPP_SCHEDULED}),
    "opp_called_off": frozenset({State.OPP_SCHEDULED}),
    "take_back_attendance": frozenset({State.OPP_DONE}),
    "fail_departure": frozenset({State.READY}),
    "clearance_lapses": frozenset({State.READY}),
    "employer_withdraws": frozenset(Milestone.values) - _OF_PERSON,
}
# They undo what was written down by mistake: no way into a state that a step back would lead to.
CORRECTIONS = frozenset({"take_back_attendance", "take_back_death"})
# Whoever holds the phone of the person reads nothing of them: of a death the family hears from a person.
OF_A_DEATH = frozenset({"die", "doubt_death", "take_back_death", "death_stands"})
