"""Demo cases: one in each state, the same each time, and every row is one the database takes."""

import pytest
from django.db import connection

from portal.accounts.demo import seed as seed_accounts
from portal.accounts.roles import Role
from portal.audit.proof import proof_of
from registrations.placements.boards import evidence
from registrations.placements.control.lapsing import lapse_clearances
from registrations.placements.control.services import run_control
from registrations.placements.demo import seed_placements
from registrations.placements.models import (
    AgreementCost,
    Concern,
    ControlFinding,
    HomeNeed,
    OppRequest,
    OppSeat,
    Placement,
    PlacementStep,
)
from registrations.placements.workflow import HOME_AGAIN, State
from tests.factories.jobs import PaperRuleFactory
from tests.factories.placements import OpenVacancyFactory, WayFactory
from tests.factories.places import OfficeCoverageFactory, OfficeFactory, ProvinceFactory, VillageFactory

pytestmark = pytest.mark.django_db


def _proof(case):
    return proof_of(evidence.rows_of(case))


def test_there_is_a_case_in_each_state_with_its_history_and_seeding_again_adds_nothing():
    OfficeCoverageFactory(office=OfficeFactory(kind="bp3mi"), province=ProvinceFactory())
    VillageFactory.create_batch(2)
    cursor = connection.cursor()
    cursor.execute("ALTER TABLE placements_placementstep ENABLE TRIGGER placement_step_rests_on_its_evidence")
    seed_accounts()
    vacancy = OpenVacancyFactory(is_demo=True, quota_total=20)
    WayFactory(scheme=vacancy.scheme)
    for paper, due in (("work_contract", "departed"), ("passport", "visa")):
        PaperRuleFactory(scheme=vacancy.scheme, paper=paper, due=due)

    assert seed_placements(27, 1) == 27
    cases = list(Placement.objects.order_by("number").values_list("number", "state", "reached"))
    assert {state for _number, state, _reached in cases} == {*State} - {State.DRAFT}
    assert all(case.history.count() == case.version for case in Placement.objects.all())
    assert PlacementStep.objects.filter(reason__isnull=False, event="visa_refused").exists()
    assert AgreementCost.objects.exists()
    assert Concern.objects.count() == 3
    assert {*HomeNeed.objects.filter(answer="yes").values_list("placement__state", flat=True)} == HOME_AGAIN
    assert OppSeat.objects.get(state="invited").session.seated == 1
    assert vacancy.places_taken.get().filled == 19  # one is left
    assert OppRequest.objects.get(ended_at=None).placement.state == State.VISA_OK
    # Whoever can log in has one of them.
    assert Placement.objects.get(candidate__user__isnull=False).candidate.user.name == "Kristina Contoh"

    run_control()
    assert not ControlFinding.objects.exists()  # invented cases alarm nobody, and the audit has each of their rows
    cursor.execute("SET CONSTRAINTS placement_step_rests_on_its_evidence IMMEDIATE")
    assert not any(_proof(case).unkept for case in Placement.objects.all()[:5])
    assert lapse_clearances() == 0  # and whoever is ready stays it

    assert seed_placements(27, 1) == 0
    assert list(Placement.objects.order_by("number").values_list("number", "state", "reached")) == cases
    assert Role.BP3MI_HEAD in PlacementStep.objects.values_list("role", flat=True)
