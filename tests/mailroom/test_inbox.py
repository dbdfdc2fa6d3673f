"""A person reads what was sent to them, and nobody else's; an office's officers read its messages together."""

import pytest
from django.test import Client
from django.urls import reverse

from jobs.models import SavedVacancy
from jobs.notifications import CLOSING
from portal.accounts.roles import Role
from portal.messaging.models import Message
from portal.messaging.services import contact_of
from tests.factories.accounts import MembershipFactory, UserFactory, log_in
from tests.factories.messaging import MessageFactory
from tests.pages_rows_of_mailroom import a_message_to_the_counter, the_counter, told_of_closing

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    user = UserFactory()
    log_in(client, user)
    return user


def inbox_of(client):
    return client.get(reverse("inbox:own")).context


def in_header(client, page):
    return str(client.get(reverse(page)).context["unread_count"])


def test_a_message_is_new_until_it_is_opened(client, person):
    message = told_of_closing(contact_of(person))
    page = reverse("inbox:message", args=[message.key])

    assert (inbox_of(client)["unread"], inbox_of(client)["inbox"][0].is_read) == (1, False)
    assert b"1 pesan baru" in client.get(reverse("pages:person_home")).content
    assert in_header(client, "account_contacts") == "1"
    client.head(page)
    client.get(page, headers={"sec-purpose": "prefetch"})
    assert inbox_of(client)["unread"] == 1

    text = client.get(page).content.decode()
    assert "Perawat panti lansia di Taoyuan" in text
    assert "Hari terakhir melamar" in text
    assert (inbox_of(client)["unread"], inbox_of(client)["inbox"][0].is_read) == (0, True)
    assert in_header(client, "account_contacts") == ""


def test_the_words_follow_the_language_of_the_page(client, person):
    told_of_closing(contact_of(person))

    first = inbox_of(client)["inbox"][0]
    assert first.subject == "Lowongan yang Anda simpan segera ditutup"
    assert "Perawat panti lansia di Taoyuan" in first.preview
    assert client.get("/en/saya/pesan/").context["inbox"][0].subject == "A vacancy you saved closes soon"


def test_a_message_whose_fact_is_gone_says_so(client, person):
    message = told_of_closing(contact_of(person))
    SavedVacancy.objects.all().delete()

    assert "sudah lewat atau sudah dihapus" in client.get(reverse("inbox:message", args=[message.key])).content.decode()
    assert inbox_of(client)["inbox"][0].subject == ""


def test_a_message_whose_texts_fail_hides_no_other_and_stays_unread(client, person, monkeypatch, caplog):
    first, broken, last = (told_of_closing(contact_of(person), query=f"q={n}") for n in "abc")
    prepare = CLOSING.prepare

    def fails_on_one(messages):
        if broken in messages:
            raise ValueError(person.email)
        return prepare(messages)

    monkeypatch.setitem(CLOSING.__dict__, "prepare", fails_on_one)
    page = inbox_of(client)["inbox"]

    assert [(row.key, row.is_broken) for row in page] == [
        (str(last.key), False),
        (str(broken.key), True),
        (str(first.key), False),
    ]
    answer = client.get(reverse("inbox:message", args=[broken.key]))
    assert "Pesan ini sedang tidak bisa ditampilkan" in answer.content.decode()
    assert inbox_of(client)["unread"] == 3
    lines = [record.msg for record in caplog.records if record.msg["event"] == "messages_not_shown"]
    assert [(line["kind"], line["messages"]) for line in lines] == [("jobs.closing", [broken.pk])] * 3
    assert person.email not in caplog.text


@pytest.mark.parametrize("state", ["queued", "skipped"])
def test_what_was_not_meant_to_arrive_is_not_shown(client, person, state):
    MessageFactory(contact=contact_of(person), state=state)

    assert inbox_of(client)["inbox"] == []


def test_somebody_elses_message_is_not_found(client, person):
    message = told_of_closing(contact_of(UserFactory()))

    assert client.get(reverse("inbox:message", args=[message.key])).status_code == 404
    assert client.get(reverse("inbox:own"), {"sesudah": message.key}).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_pages_follow_each_other_by_key(client, person):
    contact = contact_of(person)
    for place in range(21):
        MessageFactory(kind="no.longer_known", contact=contact, subject=place, state="sent")

    first = inbox_of(client)
    second = client.get(reverse("inbox:own") + first["next_address"]).context

    keys = [message.key for message in [*first["inbox"], *second["inbox"]]]
    newest_first = Message.objects.order_by("-pk").values_list("key", flat=True)
    assert keys == [str(key) for key in newest_first]
    assert second["next_address"] == ""


def test_an_office_reads_its_messages_together(client):
    key = a_message_to_the_counter()["key"]
    colleagues = [MembershipFactory(office=the_counter()).user for _two in range(2)]
    stranger = log_in(Client(headers={"host": "localhost"}), MembershipFactory().user)
    page = reverse("office_inbox:message", args=[key])

    log_in(client, colleagues[0])
    waiting = [row["title"] for row in client.get(reverse("pages:staff_home")).context["waiting"]]
    assert "1 pesan baru untuk kantor" in waiting
    assert in_header(client, "by_hand:to_tell") == "1"
    assert "SIP2MI-CONTOH" in client.get(page).content.decode()
    other = log_in(Client(headers={"host": "localhost"}), colleagues[1])
    assert other.get(reverse("office_inbox:all")).context["unread"] == 0
    assert stranger.get(page).status_code == 404
    assert stranger.get(reverse("office_inbox:all")).context["inbox"] == []


def test_who_looks_up_at_the_border_reads_no_messages_of_the_office(client):
    viewer = MembershipFactory(role=Role.IMMIGRATION_VIEWER, office=the_counter())

    assert log_in(client, viewer.user).get(reverse("office_inbox:all")).status_code == 404
