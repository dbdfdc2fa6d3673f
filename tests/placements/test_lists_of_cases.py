"""Who leaves, who came home, numbers for heads, sheets to take along, and the history as evidence."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.lib.dates import today_in
from portal.pages.work import waiting_for
from portal.workflow import take_step
from registrations.models import Disclosure
from registrations.placements.models import Departure, HomeNeed, OppRequest, Placement, PlacementStep
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.placements import PlacementFactory, WayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def officer(client):
    membership = MembershipFactory(role=Role.BP3MI_OFFICER)
    log_in(client, membership.user)
    return acting(membership)


@pytest.fixture
def case_in(officer):
    procedure = WayFactory()
    return lambda state, **facts: PlacementFactory(
        registration__office=officer.membership.office, procedure=procedure, state=state, **facts
    )


def test_the_page_of_ones_work_says_what_waits_of_placements(officer, case_in):
    today = today_in(officer.zone)
    case_in(State.READY, planned_departure_on=today)
    case_in(State.READY, planned_departure_on=today + timedelta(days=1))
    case_in(State.CONTRACTED)
    case_in(State.APPLIED)
    case_in(State.DEPORTED)
    late = case_in(State.SELECTED)
    Placement.objects.filter(pk=late.pk).update(usual_until=today - timedelta(days=1))
    now = timezone.now()
    OppRequest.objects.create(placement=late, office=late.office, asked_at=now, answer_by=now)

    found = {row["title"]: row["address"] for row in waiting_for(officer)}
    board = reverse("recording:board")
    assert found == {
        "Departures of today to be recorded: 1": reverse("boards:departures"),
        "People who wait for a day of the orientation: 1": reverse("opp:requests"),
        "Signed contracts that wait for the last check and the card: 1": f"{board}?tahap=contracted",
        "Applications that wait for an answer: 1": f"{board}?tahap=applied",
        "People who came home and are not recorded yet: 1": reverse("home:cases"),
        "Placements that are late: 1": f"{board}?telat=1",
    }


def test_a_flight_leaves_by_one_button_and_who_did_not_leave_is_told_why(client, officer, case_in):
    today = today_in(officer.zone)
    flight = {"planned_departure_on": today, "planned_carrier": "GA 312", "planned_port": "Kualanamu"}
    first, second, third = (case_in(State.READY, **flight) for _each in range(3))
    case_in(State.CONTRACTED, planned_departure_on=today)
    address = reverse("boards:departures")
    [(shown, _form), (unknown, _same)] = client.get(address).context["flights"]
    assert (shown.title, len(shown.passengers), len(shown.versions)) == ("GA 312, Kualanamu", 3, 3)
    assert (unknown.title, unknown.versions) == ("Flight not written down yet", [])
    take_step(second, "fail_departure", by=officer, reason="Sakit")

    sent = {"flight": "0", "left_on": f"{today:%d/%m/%Y}", "carrier": "GA 312", "port": "Kualanamu"}
    ticked = [f"{one.number}:{one.version}" for one in (first, second)]
    assert "Tick who has left." in client.post(address, sent).content.decode()
    told = client.post(address, sent | {"gone": ticked[:1]}, follow=True).content.decode()

    assert "1 departure is recorded." in told
    assert Departure.objects.get().step.placement == first and Departure.objects.get().carrier == "GA 312"
    stale = client.post(address, sent | {"gone": [f"{third.number}:7"]}).content.decode()
    assert "Select a valid choice" in stale and Departure.objects.count() == 1
    type(third).objects.filter(pk=third.pk).update(e_card_number="E-1")
    tomorrow = {"left_on": f"{today + timedelta(days=1):%d/%m/%Y}"}
    assert "lies in the future" in client.post(address, sent | tomorrow | {"gone": ticked[:1]}).content.decode()


def test_any_list_goes_as_a_sheet_that_everybody_on_it_reads_of(client, officer, case_in):
    today = today_in(officer.zone)
    case_in(State.READY, candidate__name="Maria")
    late = case_in(State.FIT, registration__candidate__name="=1+1", usual_until=today - timedelta(days=2))
    home = case_in(State.RETURNED)
    for topic in ("training", "health"):
        HomeNeed.objects.create(placement=home, topic=topic, answer="yes")
    PlacementFactory(registration__candidate__user=officer.user, registration__office=officer.membership.office, state=State.FIT, procedure=late.procedure, usual_until=late.usual_until)  # fmt: skip
    address = reverse("boards:sheet", args=["papan"]) + "?telat=1"
    assert "late: 1 person" in client.get(address).content.decode()

    answer = client.post(address, {"purpose": "placement", "kind": "xlsx"})

    head, row = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values
    assert (len(head), row[0], row[1], row[4]) == (16, late.number, "'=1+1", "0")
    assert set(Disclosure.objects.values_list("registration", "purpose")) == {(late.registration_id, "placement")}
    assert Entry.objects.get(action="placements.exported").reason_code == "placement"
    other = client.post(reverse("boards:sheet", args=["kepulangan"]), {"purpose": "report", "kind": "csv"})
    [_head, line] = b"".join(other.streaming_content).decode().splitlines()
    assert home.number in line and line.endswith(",Training")  # of health nothing leaves the house
    assert client.get(reverse("boards:sheet", args=["semua"])).status_code == 404


def test_heads_read_how_many_stand_where(client, officer, case_in):
    today = today_in(officer.zone)
    for usual in (None, today - timedelta(days=2), today):
        case_in(State.FIT, usual_until=usual)

    column, state = client.get(reverse("boards:numbers")).context["figures"]

    assert (column.label, column.count, column.late, state.label) == (
        "Health, skill, passport",
        "3",
        "1",
        "Fit for the work",
    )


def test_the_history_is_printed_with_what_the_audit_says_of_it(client, officer, case_in):
    case = case_in(State.SELECTED)
    take_step(case, "sign_placement_agreement", by=officer)
    address = reverse("boards:evidence", args=[case.number])

    fresh = client.get(address).content.decode()

    assert "1 record is too new for a seal" in fresh and officer.user.name in fresh
    assert Entry.objects.get(action="placements.history_printed").subject_id == str(case.pk)
    assert Disclosure.objects.get().candidate == case.candidate
    PlacementStep.objects.create(placement=case, event="medical_fit", source="x", target="fit", version=9)
    assert "Of 1 record the audit holds no digest" in client.get(address).content.decode()
