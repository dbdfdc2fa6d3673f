"""A death that was none: one officer proposes to take it back, the head decides."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from portal.accounts.roles import Role
from portal.audit.proof import proof_of
from portal.pages.work import waiting_for
from portal.workflow import StepRefused, open_events, take_step
from registrations.placements import own_data
from registrations.placements.models import DeathTakenBack
from registrations.placements.recording.history import history
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, acting
from tests.pages_rows_of_abroad import abroad, with_problem
from tests.placements import steps
from tests.placements.test_recording import officer_of, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DIED = {"died_on": steps.day(), "told_by": "mission", "remains": "not_known", "reason": "Letter 5"}
DOUBT = {"shown_by": "mission", "paper": "KDEI 17/2026", "dated_on": steps.day(), "reason": "Two of one name"}


def test_it_is_taken_back_by_two_people_to_the_state_it_had_before():
    case = with_problem(abroad())
    first, head = officer_of(case), officer_of(case, Role.BP3MI_HEAD)
    case = record(case, "die", DIED, first)
    with pytest.raises(StepRefused, match="has to propose it first"):
        take_step(case, "take_back_death", by=head, reason="She called.")
    assert "doubt_death" not in open_events(case, head)

    case = record(case, "doubt_death", DOUBT, first)

    promoted = acting(MembershipFactory(user=first.user, office=case.office, role=Role.BP3MI_HEAD))
    assert not {"take_back_death", "death_stands"} & {*open_events(case, promoted)}
    assert [case.number in str(waiting_for(one)) for one in (first, promoted, head)] == [False, False, True]
    case = record(case, "take_back_death", {"reason": "The mission confirms it."}, head)
    taken = DeathTakenBack.objects.get()
    assert (case.state, taken.proposed_by, taken.approved_by) == (State.CASE_OPEN, first.user, head.user)
    with pytest.raises(IntegrityError, match="another_than_who_proposed"), transaction.atomic():
        DeathTakenBack.objects.update(approved_by=first.user)
    assert "death" not in json.dumps(own_data.of(case.candidate.user), cls=DjangoJSONEncoder)
    proof = proof_of([taken, taken.doubt, taken.step, taken.step.reason])
    assert (proof.faults, proof.unkept) == ([], 0)
    assert "Proposed by" in str(history(case, head))
    assert record(case, "settle_case", {"outcome": "solved", "reason": "Paid."}, first).state == State.AT_WORK


def test_the_head_may_let_it_stand_and_another_doubt_may_come():
    case = abroad()
    first, head = officer_of(case), officer_of(case, Role.BP3MI_HEAD)
    case = record(case, "die", DIED, first)
    case = record(case, "doubt_death", DOUBT, first)

    case = record(case, "death_stands", {"reason": "The mission has the certificate."}, head)

    assert case.state == State.DECEASED
    with pytest.raises(StepRefused, match="has to propose it first"):  # as whoever was slower reads it
        record(case, "take_back_death", {"reason": "She called."}, head)
    assert "doubt_death" in open_events(case, first)
