"""Programmes of the government on their pages: for everybody, for the person, for officers."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from portal.messaging.models import Message
from portal.workflow import StepRefused, take_step
from registrations.models import Disclosure
from registrations.placements.models import Batch, SignUp
from registrations.placements.programmes.workflow import Standing, State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.placements import VerifiedFactory, WayFactory
from tests.factories.programmes import BatchFactory, SignUpFactory, in_days, ranked, the_ministry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def way():
    return WayFactory(scheme="G_TO_G")


def test_a_person_signs_up_on_the_page_and_reads_the_own_result_alone(client, way):
    batch, registration = BatchFactory(), VerifiedFactory()
    address = f"/en/saya/program/{batch.number}/"
    assert client.get(batch.get_absolute_url()).status_code == 200
    log_in(client, registration.candidate.user)
    page = client.get(address)
    assert page.context["against"] == [] and "USD" not in page.content.decode()
    assert client.post(address, {"key": uuid.uuid4()}).url == address

    row = SignUp.objects.get()
    SignUp.objects.filter(pk=row.pk).update(total=170, rank=1, outcome="on_roster", standing=Standing.TESTED)
    before = client.get(address).content.decode()
    assert row.number in before and "You are signed up" in before
    assert "Your rank" not in before and "170" not in before  # nothing of it before it is published
    own_path = client.get("/en/saya/").content.decode()
    assert row.number in own_path and "Test: " in own_path
    SignUp.objects.filter(pk=row.pk).update(standing=Standing.ON_ROSTER)
    after = client.get(address).content.decode()
    assert "1 of 1" in after and "170" in after and "Passing does not guarantee a placement." in after


def test_the_day_of_the_own_test_is_a_file_for_the_calendar_until_there_are_scores(client):
    row = SignUpFactory(batch__test_on=in_days(40), batch__test_place="Jakarta")
    address = f"/en/saya/program/{row.batch.number}/"
    log_in(client, row.candidate.user)

    assert "kalender.ics" in client.get(address).content.decode()
    [event] = Calendar.from_ical(client.get(address + "kalender.ics").content).walk("VEVENT")
    assert (event.decoded("DTSTART"), event["UID"].split("@")[0]) == (in_days(40), f"{row.number}-test")
    SignUp.objects.update(standing=Standing.NOT_ON_ROSTER)
    assert "kalender.ics" not in client.get(address).content.decode()
    log_in(client, VerifiedFactory().candidate.user)
    assert client.get(address + "kalender.ics").status_code == 404


def test_a_prepared_batch_is_nobodys_but_who_holds_it(client):
    batch = BatchFactory(state=State.PREPARED)
    assert client.get(f"/program/{batch.number}/").status_code == 404
    log_in(client, MembershipFactory().user)
    assert client.get(reverse("programme_room:batch", args=[batch.number])).status_code == 404
    log_in(client, MembershipFactory(office=batch.office).user)
    assert client.get(reverse("programme_room:batch", args=[batch.number])).status_code == 200


def test_offices_see_names_of_their_own_people_and_the_ministry_numbers(client):
    batch, people = ranked((90, 90), (80, 80), state=State.PUBLISHED)
    address = reverse("programme_room:people", args=[batch.number])

    log_in(client, MembershipFactory(office=people[0].registration.office).user)
    [row] = client.get(address).context["rows"]
    assert (row["number"], row["name"], row["may_choose"]) == (people[0].number, "Marselina T.", True)
    assert Disclosure.objects.get().candidate == people[0].candidate
    choose = reverse("programme_room:choose", args=[people[1].number])
    assert client.get(choose).status_code == 404

    log_in(client, the_ministry().user)
    rows = client.get(address).context["rows"]
    assert [(row["rank"], row["name"], row["may_choose"]) for row in rows] == [("1", "", False), ("2", "", False)]


def test_lists_ask_the_database_no_more_often_for_more_rows(client):
    def queries(address):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    batch, _people = ranked((90, 90), state=State.PUBLISHED)
    log_in(client, the_ministry().user)
    addresses = ["/program/", "/petugas/program/", f"/petugas/program/{batch.number}/peserta/"]
    few = [queries(address) for address in addresses]
    for points in ((80, 80), (70, 70), (60, 60)):
        BatchFactory()
        SignUpFactory(batch=batch, points=points)

    assert [queries(address) for address in addresses] == few


def test_pages_of_people_go_on_by_rank_and_end_with_those_without(client, monkeypatch):
    monkeypatch.setattr("registrations.placements.programmes.listed.ROWS", 2)
    batch, people = ranked((90, 90), (), (80, 80), (70, 70), ())
    log_in(client, the_ministry().user)
    address, seen = f"/petugas/program/{batch.number}/peserta/", []

    while address:
        page = client.get(address).context
        seen += [row["number"] for row in page["rows"]]
        address = page["next_address"] and f"/petugas/program/{batch.number}/peserta/{page['next_address']}"

    assert seen == [people[place].number for place in (0, 2, 3, 1, 4)]


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.TESTED])
def test_a_batch_is_called_off_with_a_reason_that_everybody_is_told(state, client):
    batch = BatchFactory(state=state)
    row = SignUpFactory(batch=batch)
    keeper = the_ministry()
    log_in(client, keeper.user)
    address = f"/petugas/program/{batch.number}/langkah/call_off/"
    with pytest.raises(StepRefused, match="give a reason"):
        take_step(batch, "call_off", by=acting(keeper))

    client.post(address, {"seen": batch.version, "reason": "Korea takes nobody this year."})

    row.refresh_from_db()
    assert row.standing == Standing.CALLED_OFF
    assert Message.objects.get(kind="placements.batch_called_off").subject == row.pk
    assert "Korea takes nobody this year." in client.get(batch.get_absolute_url()).content.decode()
    with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
        Batch.objects.update(called_off_reason="")
