"""The board and its lists: filters, late cases, ages, the list of a flight."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict

from jobs.models import RecruitmentPermit
from portal.lib.dates import WIB, short_date, today_in
from portal.messaging import planning
from portal.messaging.models import Message
from portal.messaging.wording import prepare, words_of
from portal.places.models import Office
from portal.workflow import take_step
from registrations.placements.boards.notifications import LATE_CASES, NOT_CLEARED
from registrations.placements.freezing import record_freezes
from registrations.placements.models import MedicalResult, OppSeat, Placement, PlacementStep
from registrations.placements.recording import board, filters
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import DestinationFactory, days_ago
from tests.factories.opp import OppSessionFactory
from tests.factories.placements import PlacementFactory, WayFactory, way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_late_is_what_stays_longer_than_the_usual_days_of_its_next_step():
    """The step after next has days too; where nobody has written them down nothing is late by guess."""
    case = PlacementFactory(procedure=WayFactory(way=way(fit={"days": [3, 14]}, competent={"days": None})))
    by = acting(MembershipFactory(office=case.office, role="bp3mi_officer"))
    today = today_in(case.office.zone)

    found = []
    for event in ("shortlist", "sign_placement_agreement", "medical_fit"):
        case = take_step(case, event, by=by)
        case.refresh_from_db()
        found.append(case.late_after)
    assert found == [None, today + timedelta(days=14), None]

    gone = today_in(WIB) - timedelta(days=1)
    type(case).objects.update(planned_departure_on=gone)
    case.refresh_from_db()
    assert case.late_after == gone
    type(case).objects.filter(pk=case.pk).update(state=State.AT_WORK)
    case.refresh_from_db()
    assert case.late_after is None


def test_each_filter_narrows_the_board_and_its_lists_alike():
    office, today, procedure = MembershipFactory(role="bp3mi_officer").office, today_in(WIB), WayFactory()
    plain, late, frozen, other = (
        PlacementFactory(**{"registration__office": office, "procedure": procedure, "state": State.FIT} | facts)
        for facts in ({}, {"usual_until": today - timedelta(days=4)}, {}, {"scheme": "UKPS", "state": State.AT_WORK})
    )
    RecruitmentPermit.objects.filter(pk=frozen.vacancy.permit_id).update(valid_until=days_ago(1))
    record_freezes()
    far = DestinationFactory(country__iso2="JP")
    type(other).objects.filter(pk=other.pk).update(destination=far)
    scope = type(plain).objects.filter(office=office)
    found = {}
    for query in (
        "telat=1", "diam=1", "skema=UKPS", "negara=JP", f"cari={plain.vacancy.number}", f"kabupaten={late.regency_id}",
        f"cari={frozen.number}", f"cari={late.registration.number}", f"cari={frozen.vacancy.placement_company.name}", "stasiun=luar-negeri", "stasiun=2", "negara=zz&skema=NO",
    ):  # fmt: skip
        wish = filters.wish_in(QueryDict(query), today)
        columns = board.columns(scope, wish, WIB)
        stacks = [stack for _column, _count, stacks in columns for stack in stacks]
        found[query] = {row.number for stack in stacks for row in stack.rows}
        assert sum(stack.count.exact for stack in stacks) == len(found[query])

    first = {
        what: (count.exact, address) for what, count, address, _shown in board.late_and_still(columns, scope, wish)
    }
    assert first == {"Late": (1, wish.address(telat=True)), "Standing still": (1, wish.address(diam=True))}
    everybody = {case.number for case in (plain, late, frozen, other)}
    one_each = [late, frozen, other, other, plain, late, frozen, late, frozen, other]
    assert list(found.values()) == [*({case.number} for case in one_each), set(), everybody]
    wish = filters.wish_in(QueryDict("telat=1&tahap=fit"), today)
    assert wish.address() == "?tahap=fit&telat=1"
    [row] = board.page_of(scope, wish, WIB)[0]
    assert (row.number, row.late) == (late.number, "Late by 4 days")
    assert board.page_of(scope, wish, WIB, after=late) == ([], False)


def test_an_office_is_reminded_once_a_week_of_late_cases_and_daily_of_who_leaves_uncleared():
    today, procedure = today_in(WIB), WayFactory()
    facts = {"planned_departure_on": today + timedelta(days=3), "procedure": procedure}
    case = PlacementFactory(state=State.CONTRACTED, usual_until=today - timedelta(days=9), **facts)
    PlacementFactory(state=State.READY, **facts)
    monday = today + timedelta(days=-today.weekday())
    for reminder, day in ((LATE_CASES, monday), (NOT_CLEARED, today)):
        planning.know_offices()
        planning.plan(reminder, day)
        [told] = Message.objects.filter(kind=reminder.name)
        assert (told.contact.office, told.subject, told.due_on) == (case.office, case.office_id, day)
        [said] = prepare([told], reminder, "en").values()
        assert "1 " in words_of(reminder, said, "en").body and said["address"].startswith("http")
        assert reminder.still_due(Office.objects.all()).get() == case.office
    assert not LATE_CASES.due(monday + timedelta(days=1)).exists()


def test_a_card_names_the_day_for_which_its_case_waits():
    procedure = WayFactory()
    leaving = PlacementFactory(state=State.CONTRACTED, procedure=procedure, planned_departure_on=date(2026, 12, 2))
    seated, unfit = (
        PlacementFactory(state=one, procedure=procedure) for one in (State.OPP_SCHEDULED, State.UNFIT_TEMP)
    )
    session = OppSessionFactory(office=seated.office)
    step = PlacementStep.objects.create(placement=seated, event="schedule_opp", source="visa_ok", target=seated.state, version=1, system="x")  # fmt: skip
    OppSeat.objects.create(step=step, session=session, placement=seated)
    step = PlacementStep.objects.create(placement=unfit, event="medical_unfit", source="fit", target=unfit.state, version=1, system="x")  # fmt: skip
    facts = {"outcome": "unfit", "examined_on": date(2026, 11, 1), "retest_on": date(2026, 12, 9)}
    MedicalResult.objects.create(step=step, **facts)

    wish = filters.wish_in(QueryDict(""), today_in(WIB))
    columns = board.columns(Placement.objects.all(), wish, WIB)
    found = {row.number: row.waits for _column, _count, stacks in columns for stack in stacks for row in stack.rows}

    assert found == {
        leaving.number: "Departs 2 Dec 2026",
        seated.number: f"Orientation {short_date(session.held_on)}",
        unfit.number: "Exam from 9 Dec 2026",
    }
