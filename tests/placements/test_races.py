"""Two at once, a kill between any two statements, and midnight in two zones."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection
from django.utils.translation import override

from portal.lib import dates
from portal.lib.dates import today_in
from portal.workflow import StepRefused
from registrations.placements import guards
from registrations.placements.models import (
    MedicalResult,
    Placement,
    PlacementStep,
)
from registrations.placements.models.places import is_full
from registrations.placements.recording.services import record_step
from registrations.placements.recording.table import form_for
from registrations.placements.services import apply_for
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import PaperRuleFactory, days_ago
from tests.factories.placements import OpenVacancyFactory, PlacementFactory, VerifiedFactory, WayFactory
from tests.factories.registrations import DocumentFactory
from tests.placements import steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def almost_ready():
    return PlacementFactory(state=State.CONTRACTED, e_card_number="E-1", planned_departure_on=days_ago(-10))


def officer_of(case):
    return acting(MembershipFactory(office=case.office))


# At once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("windows", ["of two officers", "of one officer"])
def test_a_case_is_cleared_once_however_many_click(windows):
    case = almost_ready()
    first, second = officer_of(case), officer_of(case)
    clicks = [first, second] if windows == "of two officers" else [first, first]
    gate, said = Barrier(2), []

    def click(by):
        try:
            with override("en"):
                gate.wait()
                record_step(by, case, "issue_e_card", seen=case.version)
        except StepRefused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=click, args=[by]) for by in clicks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    step = PlacementStep.objects.get(event="issue_e_card")
    case.refresh_from_db()
    assert (case.state, case.cleared_by, case.version) == (State.READY, step.user, 1)
    # One officer in two windows finds it done; of two the second is told.
    assert said == (["Somebody changed this meanwhile. Please look again."] if second in clicks else [])


def test_an_order_of_no_places_is_full_before_anybody_applied():
    assert is_full(OpenVacancyFactory(quota_total=0), "female")
    assert is_full(OpenVacancyFactory(quota_total=5, quota_female=0), "female")
    assert not is_full(OpenVacancyFactory(quota_total=5, quota_female=0), "male")


# Killed


class Killed(OperationalError):
    pass


def killed_after(count):
    """A wrapper that lets ``count`` statements pass and refuses the next one, once."""
    seen = 0

    def run(execute, sql, params, many, context):
        nonlocal seen
        seen += 1
        if seen == count + 1:
            raise Killed
        return execute(sql, params, many, context)

    return run


# What any of these acts writes, as far as it could be half done; in one question, as it is asked some hundred times.
_KEPT = """
    SELECT (SELECT count(*) FROM placements_placementstep), (SELECT count(*) FROM placements_agreement),
        (SELECT count(*) FROM placements_agreementcost), (SELECT count(*) FROM placements_onbehalf),
        (SELECT count(*) FROM audit_entry), (SELECT count(*) FROM messaging_message),
        (SELECT sum(filled) FROM placements_placestaken),
        (SELECT array_agg((state, version, reached, cleared_by_id, holds_place)::text ORDER BY id)
         FROM placements_placement)
"""


def everything_kept():
    with connection.cursor() as cursor:
        cursor.execute(_KEPT)
        return cursor.fetchone()


def an_application():
    WayFactory()
    registration, vacancy = VerifiedFactory(), OpenVacancyFactory(quota_total=2, quota_female=1)
    return lambda: apply_for(registration, vacancy, by=acting(registration.candidate.user))


def an_agreement():
    case = PlacementFactory(state=State.SELECTED, procedure__way=steps.packaged_way("P_TO_P"))
    form = form_for("sign_placement_agreement", case, {"seen": 0} | steps.AGREED)
    assert form.is_valid()
    by = officer_of(case)
    return lambda: record_step(
        by, case, form.taken, seen=0, evidence=form.evidence_row(), lines=form.lines, behalf=form.behalf
    )


def a_clearance():
    case = almost_ready()
    by = officer_of(case)
    return lambda: record_step(by, case, "issue_e_card", seen=0)


@pytest.mark.parametrize("arrange", [an_application, an_agreement, a_clearance])
def test_a_kill_between_any_two_statements_leaves_the_former_state(arrange):
    act = arrange()
    before, count = everything_kept(), 0

    while True:
        try:
            with connection.execute_wrapper(killed_after(count)):
                act()
        except Killed:
            assert everything_kept() == before, f"after {count} statements"
            count += 1
        else:
            break

    assert count > 10
    assert everything_kept() != before


@pytest.mark.django_db(transaction=True)
def test_a_backend_that_dies_in_the_middle_of_a_clearance_clears_nobody():
    case = almost_ready()
    by, before = officer_of(case), everything_kept()

    def dies(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and '"cleared_by_id"' in sql:
            execute("SELECT pg_terminate_backend(pg_backend_pid())", None, False, context)
        return execute(sql, params, many, context)

    with pytest.raises(OperationalError), connection.execute_wrapper(dies):
        record_step(by, case, "issue_e_card", seen=0)
    connection.close()

    assert everything_kept() == before


# Midnight

# In Jayapura the first of December has begun, in Banda Aceh it is half past ten in the evening before.
BETWEEN = datetime(2026, 11, 30, 15, 30, tzinfo=UTC)
LAST_DAY, NEXT_DAY = "2026-11-30", "2026-12-01"


@pytest.fixture
def midnight_in_between(monkeypatch):
    monkeypatch.setattr(dates, "now_in", lambda zone: BETWEEN.astimezone(zone))


@pytest.mark.parametrize(
    ("zone", "is_next_day"), [("Asia/Jayapura", True), ("Asia/Jakarta", False)], ids=["Jayapura", "Banda Aceh"]
)
def test_a_day_is_that_of_the_office(zone, is_next_day, midnight_in_between):
    case = PlacementFactory(state=State.FIT, planned_departure_on=LAST_DAY)
    case.office.province.time_zone = zone
    case.papers.create(paper="health", rule=PaperRuleFactory(paper="health", due="opp"), need="required", due="opp")
    DocumentFactory(candidate=case.candidate, paper="health", state="accepted", expires_on=LAST_DAY)
    step = PlacementStep.objects.create(placement=case, event="x", source="a", target="b", version=0)
    MedicalResult.objects.create(step=step, outcome="unfit", examined_on="2026-10-01", retest_on=NEXT_DAY)
    case.planned_departure_on = datetime.fromisoformat(LAST_DAY).date()

    form = form_for("prepare_card", case, {"seen": 0, "e_card_number": "E-1", "planned_departure_on": "30/11/2026"})

    assert bool(guards.departure_has_its_day(case)) == is_next_day
    assert bool(guards.day_of_retest_has_come(case)) != is_next_day
    assert bool(case.papers_not_in_order("opp", today_in(case.office.zone))) == is_next_day
    assert form.is_valid() != is_next_day


def test_the_closing_day_of_a_vacancy_ends_in_jakarta(midnight_in_between, monkeypatch):
    vacancy = OpenVacancyFactory.build(closes_on=datetime.fromisoformat(LAST_DAY).date(), permit=None, destination=None)
    case = Placement(vacancy=vacancy)

    assert guards.vacancy_takes_applications(case) == ""
    monkeypatch.setattr(dates, "now_in", lambda zone: datetime(2026, 11, 30, 17, tzinfo=UTC).astimezone(zone))
    assert "last day" in guards.vacancy_takes_applications(case)
