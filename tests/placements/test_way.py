"""The way to departure: what comes next, what goes back, what stands still, and who may clear."""

from datetime import timedelta
from itertools import chain

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from jobs.choices import Milestone
from jobs.workflow import State as VacancyState
from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from portal.workflow import StepRefused, take_step
from registrations.placements.choices import FreezeReason
from registrations.placements.following import follow_people
from registrations.placements.freezing import record_freezes
from registrations.placements.models import MedicalResult, Placement, PlacementStep
from registrations.placements.models.placement import GONE
from registrations.placements.recording.table import form_for
from registrations.placements.stations import OF_STATE
from registrations.placements.workflow import (
    ABROAD,
    AFTER_ABROAD,
    BEFORE_DEPARTURE,
    COMMITTED,
    HOLDS_PLACE,
    NEVER_LEFT,
    STEPS,
    TERMINAL,
    State,
)
from registrations.workflow import State as RegistrationState
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import PaperRuleFactory, PlacementRuleFactory, days_ago
from tests.factories.opp import OppSeatFactory
from tests.factories.placements import PlacementFactory, VerifiedFactory, WayFactory, way
from tests.factories.registrations import CandidateFactory, DocumentFactory
from tests.placements import steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def officer_of(case, role=Role.BP3MI_OFFICER):
    return acting(MembershipFactory(office=case.office, role=role))


def ask_for(case, paper, *, due):
    rule = PaperRuleFactory(paper=paper, due=due)
    case.papers.create(paper=paper, rule=rule, need="required", due=due)


def ban(case):
    """Close the country for work at companies, of which the case is."""
    PlacementRuleFactory(destination=case.destination, employer_kind="corporate", action="banned")


def refused(case, event, by, **facts):
    with pytest.raises(StepRefused) as refusal:
        take_step(case, event, by=by, **facts)
    return str(refusal.value)


# The table


def test_every_milestone_is_a_state_and_one_step_leads_to_it():
    reached_by = {step.target for step in STEPS.values()}

    assert set(Milestone.values) <= set(State.values)
    assert set(Milestone.values) <= reached_by


def test_every_state_names_its_station():
    assert set(OF_STATE) == set(State)


def test_what_ends_for_good():
    ended = {State.NOT_SELECTED, State.CLOSED_UNFIT, State.PURNA, State.WITHDRAWN, State.CLOSED}

    assert ended == TERMINAL
    # What is kept how long, what holds a place and what is late go by these: each state is in one of them.
    groups = [{State.DRAFT}, BEFORE_DEPARTURE, ABROAD, AFTER_ABROAD, NEVER_LEFT]
    assert sorted(chain(*groups)) == sorted(State)
    assert {*GONE} == ABROAD | AFTER_ABROAD


def test_whoever_is_bound_keeps_a_place():
    assert COMMITTED < HOLDS_PLACE


# One after the other


def test_a_milestone_comes_only_when_those_before_it_are_reached():
    case = PlacementFactory(state=State.SELECTED)

    assert refused(case, "medical_fit", officer_of(case)) == "First: Placement agreement signed."
    assert take_step(case, "sign_placement_agreement", by=officer_of(case)).reached[-1] == "placement_agreed"


def test_what_two_steps_may_come_after_the_same_one_come_in_any_order():
    order = way(passport_ok={"after": ["fit"]}, insured={"after": ["competent", "passport_ok"]})
    case = PlacementFactory(state=State.FIT, procedure__way=order)

    case = take_step(case, "passport_ok", by=officer_of(case))
    case = take_step(case, "train_and_certify", by=officer_of(case))

    assert [step.milestone for step in case.coming()] == ["insured"]


def test_a_step_that_the_procedure_does_not_know_is_refused():
    order = [step for step in way() if step["milestone"] != "competent"]
    case = PlacementFactory(state=State.FIT, procedure__way=order)

    assert "has no such step" in refused(case, "train_and_certify", officer_of(case))


def test_no_agreement_without_the_number_of_the_official_system():
    case = PlacementFactory(state=State.SELECTED, registration=VerifiedFactory(official_id=None))

    assert "number of SISKOP2MI" in refused(case, "sign_placement_agreement", officer_of(case))


def test_a_paper_due_before_a_step_has_to_be_accepted_and_to_count_today():
    case = PlacementFactory(state=State.FIT, procedure__way=way(competent={"due": "medical"}))
    ask_for(case, "health", due="medical")
    by = officer_of(case)
    missing = refused(case, "train_and_certify", by)
    paper = DocumentFactory(candidate=case.candidate, paper="health", state="accepted", expires_on=days_ago(1))
    run_out = refused(case, "train_and_certify", by)
    paper.expires_on = days_ago(-1)
    paper.save(update_fields=["expires_on"])

    assert missing == run_out == "Not accepted, or run out: health certificate, body and mind."
    assert take_step(case, "train_and_certify", by=by).state == State.COMPETENT


# What goes another way


def test_whoever_is_unfit_now_is_examined_again_when_the_day_has_come():
    case = PlacementFactory(state=State.PLACEMENT_AGREED)
    by = officer_of(case)
    case = take_step(case, "medical_unfit", by=by)
    step, today = case.history.latest("pk"), today_in(WIB)
    MedicalResult.objects.create(step=step, outcome="unfit", examined_on=today, retest_on=today + timedelta(days=30))

    assert "The next exam is possible from" in refused(case, "retest", by)

    MedicalResult.objects.filter(step=step).update(examined_on=days_ago(40), retest_on=today)
    early = form_for("retest", case, {"seen": case.version} | steps.FIT)  # by an exam of yesterday
    assert "The next exam is possible from" in str(early.errors["examined_on"])
    assert take_step(case, "retest", by=by).reached[-1] == "fit"


def test_who_misses_the_orientation_goes_back_to_where_it_was_asked_for():
    case = OppSeatFactory(session__is_under_way=True).placement
    by = officer_of(case)

    case = take_step(case, "no_show", by=by)

    assert (case.state, case.reached[-1]) == (State.VISA_OK, "visa_ok")
    assert take_step(case, "schedule_opp", by=by).state == State.OPP_SCHEDULED


def test_when_the_employer_withdraws_what_belongs_to_the_person_stays():
    case = PlacementFactory(state=State.INSURED)

    case = take_step(case, "employer_withdraws", by=officer_of(case), reason="order cancelled")

    assert (case.state, case.reached) == (State.APPLIED, ["applied", "fit", "competent", "passport_ok"])


def test_a_departure_that_did_not_happen_is_cleared_again_by_a_second_person():
    case = PlacementFactory(state=State.READY)
    case = take_step(case, "fail_departure", by=officer_of(case), reason="sick")

    assert (case.cleared_by, "ready" in case.reached) == (None, False)
    assert "not open to you" in refused(case, "clear_again", acting(case.verified_by))
    save(case.vacancy.placement_company, is_barred=True)
    assert "stands still" in refused(case, "clear_again", officer_of(case))
    save(case.vacancy.placement_company, is_barred=False)
    assert take_step(case, "clear_again", by=officer_of(case)).state == State.READY


def test_what_weighs_on_somebody_needs_a_reason():
    case = PlacementFactory(state=State.READY)
    head = officer_of(case, Role.BP3MI_HEAD)

    for event in ("not_fit", "close", "employer_withdraws", "fail_departure", "deport", "die"):
        save(case, state=sorted(STEPS[event].sources)[0])
        assert "give a reason" in refused(case, event, head)


# Standing still


def frozen(case):
    return Placement.objects.with_freeze(today_in(WIB)).get(pk=case.pk).freeze


STOPS = [
    (ban, FreezeReason.COUNTRY),
    (lambda case: save(case.vacancy.placement_company, is_barred=True), FreezeReason.COMPANY),
    (lambda case: save(case.vacancy.permit, valid_until=days_ago(1)), FreezeReason.PERMIT),
    (lambda case: save(case.vacancy, state=VacancyState.SUSPENDED), FreezeReason.VACANCY),
    (lambda case: save(case.registration, state=RegistrationState.IN_REVIEW), FreezeReason.REGISTRATION),
    (lambda case: save(case.registration, is_held_back=True), FreezeReason.REGISTRATION),
]


def test_a_case_stands_still_while_a_fact_below_stops_it_and_goes_on_when_the_fact_is_gone():
    case = PlacementFactory(state=State.SELECTED)
    by = officer_of(case)

    for stop, reason in STOPS:
        with transaction.atomic():
            stop(Placement.objects.get(pk=case.pk))
            assert frozen(case) == reason
            assert "stands still" in refused(case, "sign_placement_agreement", by)
            transaction.set_rollback(True)

    assert frozen(case) == ""
    assert take_step(case, "sign_placement_agreement", by=by).state == State.PLACEMENT_AGREED


def test_a_closed_country_lets_people_withdraw_and_freezes_nobody_who_is_abroad():
    case = PlacementFactory(state=State.DEPARTED)
    person = acting(case.candidate.user)
    ban(case)

    with transaction.atomic():
        save(case, state=State.SELECTED)
        assert take_step(case, "withdraw", by=person).state == State.WITHDRAWN
        transaction.set_rollback(True)

    assert frozen(case) == ""
    assert take_step(case, "report_arrival", by=person).state == State.AT_WORK


def test_standstills_are_written_down_once_and_end_with_their_reason():
    case = PlacementFactory(state=State.FIT)
    company = case.vacancy.placement_company
    save(company, is_barred=True)
    assert record_freezes() == (1, 0)
    assert record_freezes() == (0, 0)

    save(company, is_barred=False)
    ban(case)
    assert record_freezes() == (1, 1)

    assert [(row.reason, row.ended_at is None) for row in case.freezes.order_by("pk")] == [
        (FreezeReason.COMPANY, False),
        (FreezeReason.COUNTRY, True),
    ]


def save(row, **facts):
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=[*facts])


# Clearance


def almost_ready(**facts):
    facts = {"e_card_number": "E-KPMI-1", "planned_departure_on": days_ago(-10)} | facts
    return PlacementFactory(state=State.CONTRACTED, **facts)


def test_a_second_officer_clears_when_nothing_is_missing():
    case = almost_ready()
    by, verifier = officer_of(case), case.verified_by

    cleared = take_step(case, "issue_e_card", by=by)
    save(case.registration, verified_by=by.user)  # somebody looked at the file once more
    departed = take_step(cleared, "depart", by=by)

    assert (cleared.state, cleared.cleared_by) == (State.READY, by.user)
    assert departed.verified_by == verifier


def test_neither_who_verified_nor_who_prepared_clears():
    case = PlacementFactory(state=State.OPP_DONE, e_card_number="E-1", planned_departure_on=days_ago(-10))
    by = officer_of(case)
    case = take_step(case, "sign_work_contract", by=by)
    verifier = MembershipFactory(office=case.office, role=Role.BP3MI_OFFICER, user=case.verified_by)

    assert "not open to you" in refused(case, "issue_e_card", by)
    assert "not open to you" in refused(case, "issue_e_card", acting(verifier))


@pytest.mark.parametrize("who", ["verified_by", "prepared_by"])
def test_the_database_compares_the_people(who):
    case = almost_ready()
    officer = case.verified_by if who == "verified_by" else MembershipFactory().user

    with pytest.raises(IntegrityError, match="cleared_by_another"), transaction.atomic():
        Placement.objects.filter(pk=case.pk).update(**{who: officer, "cleared_by": officer})


def test_the_database_clears_nobody_who_has_not_reached_everything():
    case = almost_ready()

    with pytest.raises(IntegrityError, match="only_when_everything_is_reached"), transaction.atomic():
        Placement.objects.filter(pk=case.pk).update(
            reached=["applied"], state="ready", cleared_by=MembershipFactory().user
        )


def test_nobody_is_cleared_without_card_and_day_or_with_a_paper_that_runs_out_before_it():
    case = almost_ready()
    by, day = officer_of(case), case.planned_departure_on

    for wrong, said in (
        ({"e_card_number": ""}, "number of the E-KPMI"),
        ({"planned_departure_on": None}, "day of departure first"),
        ({"planned_departure_on": days_ago(1)}, "day of departure is over"),
    ):
        save(case, **{"e_card_number": "E-KPMI-1", "planned_departure_on": day} | wrong)
        assert said in refused(case, "issue_e_card", by)

    save(case, planned_departure_on=day)
    ask_for(case, "health", due="opp")
    DocumentFactory(candidate=case.candidate, paper="health", state="accepted", expires_on=days_ago(-5))
    assert "run out on the day of departure: health" in refused(case, "issue_e_card", by)


# When two files turn out to be of one person


def put_together(case, person):
    """As a merge does: the registration is the other row's now."""
    save(case.registration, candidate=person)


def test_a_case_follows_its_registration_to_whom_it_belongs():
    case, person = PlacementFactory(state=State.SELECTED), CandidateFactory()
    put_together(case, person)

    assert not Placement.objects.visible_to(acting(case.candidate.user)).exists()
    assert "put together" in refused(case, "sign_placement_agreement", officer_of(case))
    assert follow_people() == 1
    assert Placement.objects.visible_to(acting(person.user)).get().candidate == person


def test_of_two_cases_that_bind_one_person_the_second_takes_no_step():
    first = PlacementFactory(state=State.FIT)
    second = PlacementFactory(state=State.FIT, procedure=first.procedure)
    put_together(second, first.candidate)

    assert follow_people() == 0
    assert "put together" in refused(second, "train_and_certify", officer_of(second))
    take_step(first, "withdraw", by=acting(first.candidate.user))
    assert follow_people() == 1


# Who, and what is kept


def test_nobody_moves_the_own_case_and_no_other_office_does():
    case = PlacementFactory(state=State.SELECTED)
    himself = MembershipFactory(office=case.office, role=Role.BP3MI_HEAD, user=case.candidate.user)
    elsewhere = MembershipFactory(role=Role.BP3MI_OFFICER)

    for by in (acting(himself), acting(elsewhere)):
        assert "not open to you" in refused(case, "sign_placement_agreement", by)


def test_the_history_is_never_changed():
    case = PlacementFactory()
    take_step(case, "shortlist", by=officer_of(case))

    with pytest.raises(DatabaseError), transaction.atomic():
        PlacementStep.objects.filter(placement=case).update(event="withdraw")


def test_of_two_clicks_on_one_version_one_counts():
    case = PlacementFactory()
    by = officer_of(case)
    take_step(case, "shortlist", by=by, seen=case.version)

    assert "changed this meanwhile" in refused(case, "shortlist", by, seen=case.version)


def test_a_case_keeps_the_procedure_it_began_with():
    case = PlacementFactory(state=State.SELECTED)
    case.procedure.valid_to = days_ago(1)
    case.procedure.save(update_fields=["valid_to"])
    WayFactory(valid_from=days_ago(0), way=[step for step in way() if step["milestone"] != "fit"])

    assert case.step_to("fit") is not None
