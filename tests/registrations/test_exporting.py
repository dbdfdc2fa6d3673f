"""The queue as a sheet: what was shown, of the own scope, told to everybody who stands on it."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from portal.accounts.roles import Role
from portal.audit.models import Entry
from registrations.choices import Origin
from registrations.lists import exporting
from registrations.models import CandidateList, Disclosure, ListedPerson, Registration
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.registrations import CandidateFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def officer(client):
    membership = MembershipFactory(role=Role.BP3MI_OFFICER)
    log_in(client, membership.user)
    return acting(membership)


def sheet(client, query="", **facts):
    answer = client.post(reverse("lists:export") + query, {"purpose": "report", "kind": "csv"} | facts)
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_sheet_holds_what_the_queue_showed_and_each_person_reads_of_it(client, officer):
    facts = {"office": officer.membership.office, "state": State.IN_REVIEW}
    mine = [RegistrationFactory(candidate=CandidateFactory(name=name), **facts) for name in ("=1+1", "Maria")]
    RegistrationFactory(candidate=CandidateFactory(user=officer.user), **facts)
    held = RegistrationFactory(**facts | {"state": State.ON_HOLD})
    RegistrationFactory(state=State.IN_REVIEW)  # of another office
    assert "2 people" in client.get(reverse("lists:export") + "?tab=giliran").content.decode()

    for _twice in range(2):
        rows = sheet(client, "?tab=giliran")

    assert [row[0] for row in rows[1:]] == [one.number for one in mine]
    assert rows[1][2] == "'=1+1" and mine[0].candidate.nik not in str(rows)
    told = Disclosure.objects.filter(seen="list", purpose="report", membership=officer.membership)
    assert set(told.values_list("registration", "is_withheld")) == {(one.pk, False) for one in mine}
    assert Entry.objects.filter(action="registrations.exported", reason_code="report").count() == 2

    everything = sheet(client)
    assert everything[3][0] == held.number and everything[3][7] == "Being checked"  # the hold stays in the house
    assert told.get(registration=held).is_withheld


def test_a_spreadsheet_shows_whom_nobody_has_reached_yet(client, officer):
    office = officer.membership.office
    listed = RegistrationFactory(
        candidate__user=None, office=office, origin=Origin.LIST, candidate__name="@Maria", notice=None
    )
    batch = CandidateList.objects.create(office=office)
    ListedPerson.objects.create(registration=listed, source=batch, office=office, old_number="A/7", digest=b"", written_at=batch.written_at)  # fmt: skip

    answer = client.post(reverse("lists:export"), {"purpose": "review", "kind": "xlsx"})

    head, row = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values
    assert (len(head), row[0], row[1], row[2], row[7]) == (10, listed.number, "A/7", "'@Maria", "not reached yet")


def test_nobody_and_too_many_are_told_and_nothing_is_noted(client, officer, monkeypatch):
    form = {"purpose": "report", "kind": "csv"}
    assert "Nobody would stand" in client.post(reverse("lists:export"), form).content.decode()
    for _each in range(3):
        RegistrationFactory(office=officer.membership.office, state=State.IN_REVIEW)
    with CaptureQueriesContext(connection) as queries:
        keys = exporting.take(officer, exporting.scope(officer), purpose="report")
        rows = list(exporting.lines_of(exporting.rows_of(officer, keys)))
    assert (len(keys), len(rows), len(queries) < 10) == (3, 5, True)
    monkeypatch.setattr(exporting, "MOST_EXPORTED", 2)

    assert "More than 2 people" in client.post(reverse("lists:export"), form).content.decode()

    assert Disclosure.objects.count() == 3 == Registration.objects.count()
