"""Whoever got a message ends them without log-in; whoever guesses an address changes nothing."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.audit.models import Entry
from portal.messaging import kinds, links
from portal.messaging.models import Contact, Message, OptOut
from portal.messaging.services import contact_of_office
from tests.factories.messaging import BareContactFactory, MessageFactory, anniversary
from tests.factories.places import OfficeFactory

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(anniversary())


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def program():
    """A mail program: it has no cookie and no token, and its POST is refused wherever one is asked for."""
    return Client(enforce_csrf_checks=True, headers={"host": "localhost"})


def a_message(contact=None):
    return Message.objects.get(pk=MessageFactory(contact=contact or BareContactFactory()).pk)


def address(message):
    return reverse("refusals:stop", args=[links.token_of(message)])


def test_one_click_of_a_mail_program_ends_the_topic(program):
    message = a_message()

    answers = [program.post(address(message), ONE_CLICK).status_code for _twice in range(2)]

    assert answers == [200, 200]
    row = OptOut.objects.get()
    assert (row.contact, row.topic, row.channel) == (message.contact, "anniversaries", "")
    assert Entry.objects.filter(action="mailroom.topic_refused").count() == 1


def test_opening_the_address_ends_nothing_and_names_nobody(program):
    message = a_message()

    page = program.get(address(message))

    assert page.status_code == 200
    assert not OptOut.objects.exists()
    assert message.contact.email not in page.content.decode()
    assert not page.cookies


def test_whoever_wants_them_again_gets_them_again(program):
    message = a_message()
    program.post(address(message), ONE_CLICK)
    OptOut.objects.create(contact=message.contact, topic="anniversaries", channel="sms")

    program.post(address(message), {"action": "again"})

    assert [row.channel for row in OptOut.objects.all()] == ["sms"]


def test_to_and_fro_without_end_fills_no_audit_and_ends_refused(program):
    message = a_message()

    for _turn in range(7):
        program.post(address(message), {"action": "again"})
        program.post(address(message), ONE_CLICK)

    assert OptOut.objects.count() == 1
    assert Entry.objects.filter(action="mailroom.topic_wanted").count() < 5


def test_a_guessed_address_is_not_found(program):
    message = a_message()
    guessed = reverse("refusals:stop", args=[links.token_of(message)[:22] + "A" * 10])

    assert program.post(guessed, ONE_CLICK).status_code == 404
    assert not OptOut.objects.exists()


def test_nobody_refuses_for_an_office_or_for_whom_was_forgotten(program):
    of_office, forgotten = a_message(contact_of_office(OfficeFactory())), a_message()
    Contact.objects.filter(pk=forgotten.contact_id).update(email="")

    assert [program.post(address(message), ONE_CLICK).status_code for message in (of_office, forgotten)] == [404, 404]
    assert not OptOut.objects.exists()


def test_a_message_of_a_kind_that_is_no_more_is_not_found(program, monkeypatch):
    message = a_message()
    monkeypatch.setattr(kinds, "_kinds", {})

    assert program.get(address(message)).status_code == 404
