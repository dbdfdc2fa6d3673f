"""What no way of the portal takes to the person, an officer of the answering office tells by hand."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.mailroom.models import Trial
from portal.mailroom.notifications import TO_PEOPLE, TRIAL
from portal.messaging.models import Message, State
from tests.factories.accounts import MembershipFactory, log_in
from tests.factories.messaging import AnnouncementFactory, BareContactFactory, MessageFactory

pytestmark = pytest.mark.django_db
LIST, FILE, SHEET, NOTE = (reverse(f"by_hand:{name}") for name in ("to_tell", "sms_file", "sheet", "note"))


@pytest.fixture
def officer(client):
    membership = MembershipFactory(role=Role.REGENCY_OFFICER)
    log_in(client, membership.user)
    return membership


def failed(office, name="Ina Contoh", phone="+6281234567890", **facts):
    facts = {"kind": "mailroom.to_people", "subject": AnnouncementFactory().pk, "state": State.FAILED} | facts
    if "contact" not in facts:
        facts |= {"contact__user__name": name, "contact__user__phone": phone, "contact__user__email": None}
    return MessageFactory(office=office, **facts)


def names(client):
    return [row["who"] for row in client.get(LIST).context["rows"]]


def noted(client, act, *found):
    client.post(NOTE, {"act": act, "message": [str(message.key) for message in found]})
    return [
        (
            message.state,
            message.channel,
            list(message.attempts.order_by("pk").values_list("channel", "outcome", "reason")),
        )
        for message in Message.objects.filter(pk__in=[one.pk for one in found]).order_by("pk")
    ]


def test_the_list_has_whom_the_own_office_can_only_tell_by_hand(client, officer):
    gone = AnnouncementFactory(state="cancelled").pk
    failed(officer.office)
    failed(officer.office, contact=BareContactFactory(email="", phone="+6281234567891"))
    failed(MembershipFactory().office, name="Of another office")
    failed(officer.office, name="Without a number", phone=None)
    failed(officer.office, name="Told already", state=State.SENT)
    failed(officer.office, name="No way was tried", reason="smtp_554")
    failed(officer.office, name="The fact is gone", subject=gone)
    failed(officer.office, name="Too long ago", closed_at=timezone.now() - timedelta(days=31))
    failed(officer.office, name="Of an earlier version", phone="+6281234567892", kind="gone.kind")

    assert names(client) == ["Ina Contoh", gettext("Somebody without an account")]


def test_what_an_officer_would_tell_by_hand_is_listed_whatever_it_failed_of(client, officer, monkeypatch):
    failed(officer.office, reason="smtp_554")
    monkeypatch.setitem(TO_PEOPLE.__dict__, "escalates", True)

    assert names(client) == ["Ina Contoh"]


@pytest.mark.parametrize("part", ["prepare", "still_due"])
def test_a_kind_that_fails_hides_no_other_and_is_counted(client, officer, monkeypatch, part):
    failed(officer.office)
    trial = Trial.objects.create(announcement=AnnouncementFactory(), version=1)
    failed(officer.office, name="Budi", kind="mailroom.trial", subject=trial.pk, reason="no_way")
    monkeypatch.setitem(TRIAL.__dict__, part, lambda given: given.nothing)

    page = client.get(LIST)

    assert [row["who"] for row in page.context["rows"]] == ["Ina Contoh"]
    assert "1 pesan sedang tidak bisa ditampilkan" in page.content.decode()
    assert b"Ina" in client.get(SHEET).content
    assert len(client.get(FILE).content.splitlines()) == 2


def test_each_look_is_an_entry_for_each_person_on_it(client, officer):
    ina, budi = failed(officer.office), failed(officer.office, name="Budi")

    for page in (LIST, SHEET, FILE):
        client.get(page)

    seen = Entry.objects.filter(subject_kind="messaging.message").order_by("pk")
    assert [(entry.action, entry.subject_id, entry.fields) for entry in seen] == [
        (f"messages.{action}", str(message.pk), fields)
        for action, fields in [
            ("by_hand_seen", ["name", "phone"]),
            ("call_list_printed", ["name", "phone"]),
            ("sms_file_taken", ["phone"]),
        ]
        for message in (ina, budi)
    ]


def test_the_file_has_numbers_and_texts_and_nobodys_name(client, officer, monkeypatch):
    failed(officer.office)
    failed(officer.office, name="Budi", phone="+60123456789")
    monkeypatch.setattr("portal.messaging.wording.short_text", lambda *given: "=HYPERLINK(1)")

    rows = list(csv.reader(StringIO(client.get(FILE).content.decode("utf-8-sig"))))

    assert rows[1:] == [["6281234567890", "'=HYPERLINK(1)"], ["60123456789", "'=HYPERLINK(1)"]]


def test_the_sheet_has_name_number_and_what_it_is_about(client, officer):
    failed(officer.office)

    page = client.get(SHEET).content.decode()

    assert [text for text in ("Ina Contoh", "0812-3456-7890", "Rapat hari Senin") if text not in page] == []
    assert "Rapat pukul sembilan" not in page


@pytest.mark.parametrize("way", ["call", "whatsapp", "sms"])
def test_who_was_told_leaves_the_list(client, officer, way):
    ina, budi = failed(officer.office), failed(officer.office, name="Budi")

    for _press in range(2):
        assert noted(client, way, ina) == [("sent", way, [(way, "sent", "by_hand")])]

    assert names(client) == ["Budi"]
    told = Entry.objects.get(action="messages.told_by_hand")
    assert (told.subject_id, told.reason_code) == (str(ina.pk), way)
    assert noted(client, way, budi)[0][0] == "sent"


def test_who_was_not_reached_is_called_twice_more(client, officer):
    ina = failed(officer.office)

    for calls in (1, 2, 3):
        assert names(client) == ["Ina Contoh"]
        assert noted(client, "not_reached", ina) == [("failed", "", [("call", "temporary", "not_reached")] * calls)]

    assert names(client) == []


def test_where_a_stranger_answered_nobody_calls_again(client, officer):
    ina = failed(officer.office)
    failed(officer.office, contact=ina.contact)
    budi = failed(officer.office, name="Budi")

    assert noted(client, "wrong_number", ina) == [("failed", "", [("call", "permanent", "wrong_number")])]

    assert names(client) == [budi.contact.user.name]


def test_nonsense_changes_nothing(client, officer):
    ina = failed(officer.office)

    for fields in (
        {"act": "call"},
        {"act": "call", "message": [str(ina.key), "x"]},
        {"act": "", "message": str(ina.key)},
    ):
        assert client.post(NOTE, fields).status_code == 302

    assert Message.objects.get(pk=ina.pk).state == "failed"


def test_a_message_of_another_office_is_not_noted(client, officer):
    other = failed(MembershipFactory().office)

    assert noted(client, "call", other) == [("failed", "", [])]


def test_the_list_costs_the_same_for_any_number(client, officer):
    costs = []
    client.get(LIST)
    for count in (1, 4):
        for _person in range(count):
            failed(officer.office)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        costs.append(len(asked))

    assert costs[0] == costs[1]
