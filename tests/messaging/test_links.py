"""An address in a message is guessed by nobody and tells nothing of its person."""

import pytest

from portal.messaging import kinds, links
from portal.messaging.models import Message
from portal.messaging.services import contact_of_office
from tests.factories.messaging import MessageFactory, anniversary
from tests.factories.places import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(kind := anniversary())
    return kind


def a_message(**facts):
    """As the database has it, which gives it its key."""
    return Message.objects.get(pk=MessageFactory(**facts).pk)


def test_an_address_leads_to_its_message_only():
    message, other = a_message(), a_message()

    assert links.message_of(links.token_of(message)) == message
    assert links.message_of(links.token_of(message)[:22] + links.token_of(other)[22:]) is None


@pytest.mark.parametrize("token", ["", "x", "x" * 32, "é" * 32, "-" * 33, "A" * 4000])
def test_a_made_up_address_leads_nowhere(token):
    a_message()

    assert links.message_of(token) is None


def test_an_address_outlives_a_change_of_the_secret(settings):
    message = a_message()
    token = links.token_of(message)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    assert links.message_of(token) == message
    assert links.token_of(message) != token


def test_a_mail_says_how_to_end_such_mails_with_one_click(settings):
    settings.SITE_ADDRESS = "https://jalur.contoh.test"
    message = a_message()

    assert links.refusal_headers(message, message.contact) == {
        "List-Unsubscribe": f"<https://jalur.contoh.test/henti/{links.token_of(message)}/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_what_is_owed_cannot_be_refused(monkeypatch):
    owed = kinds.Topic("account", "Your account", is_owed=True)
    monkeypatch.setattr(kinds, "_kinds", {"tests.anniversary": anniversary(topic=owed)})
    message = a_message()

    assert links.refusal_headers(message, message.contact) == {}


def test_an_office_does_not_leave_by_a_link():
    contact = contact_of_office(OfficeFactory())

    assert links.refusal_headers(a_message(contact=contact), contact) == {}
