"""What a provider of e-mail reports is believed with its secret alone; a dead mailbox is remembered, and the next way taken."""

import base64
import json

import pytest
from django.urls import reverse

from portal.messaging.models import Attempt, Channel, DeadAddress, Message
from tests.factories.accounts import UserFactory
from tests.factories.messaging import MessageFactory, anniversary

pytestmark = pytest.mark.django_db
SECRET = "provider:a secret of more than thirty-two signs"
PHONE = "+6281234567890"
NO_MAILBOX = {"RecordType": "Bounce", "Type": "HardBounce", "Details": "smtp;550 5.1.1 no such user"}


@pytest.fixture
def provider(settings):
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "a token", "WEBHOOK_SECRET": SECRET}
    settings.EMAIL_WEBHOOK_SECRET = SECRET


@pytest.fixture
def sent(provider):
    """A message that the provider took, whose person has a number too."""
    message = MessageFactory(contact__user=UserFactory(phone=PHONE, place_at_number=1), state="sent", tries=1)
    Attempt.objects.create(message=message, channel="email", outcome="sent", reference="of-the-provider")
    return message


@pytest.fixture
def report(client):
    def send(secret=SECRET, **facts):
        headers = {"authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}
        body = json.dumps({"MessageID": "of-the-provider", "Email": "Ina@Contoh.test"} | facts)
        return client.post(reverse("messaging:mail_report"), body, content_type="application/json", headers=headers)

    return send


def state():
    return Message.objects.get().state, Attempt.objects.get().outcome, Attempt.objects.get().reason


@pytest.mark.parametrize(
    ("facts", "becomes", "dead"),
    [
        (NO_MAILBOX, ("queued", "undelivered", "mail_bounced"), ["mail_bounced"]),
        (NO_MAILBOX | {"Details": ""}, ("queued", "undelivered", "mail_bounced"), ["mail_bounced"]),
        (NO_MAILBOX | {"Details": "smtp;452 4.2.2 full"}, ("queued", "undelivered", "mail_bounced"), []),
        (NO_MAILBOX | {"Details": "smtp;550 5.7.1 who?"}, ("queued", "undelivered", "mail_bounced"), []),
        ({"RecordType": "Bounce", "Type": "Blocked"}, ("queued", "undelivered", "mail_blocked"), []),
        ({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, ("sent", "sent", ""), ["mail_complained"]),
        ({"RecordType": "Delivery"}, ("sent", "delivered", ""), []),
        ({"RecordType": "Open"}, ("sent", "sent", ""), []),
    ],
)
def test_what_a_provider_reports_is_noted(sent, report, facts, becomes, dead):
    assert report(**facts).status_code == 200

    assert state() == becomes
    assert [row.reason for row in DeadAddress.objects.all()] == dead
    assert "ontoh" not in str(DeadAddress.objects.values_list())


def test_what_came_back_goes_by_the_next_way(sent, report, post, deliver, known):
    known(anniversary(channels=(Channel.EMAIL, Channel.SMS)))
    post.channels = [Channel.EMAIL, Channel.SMS]

    report(**NO_MAILBOX)
    deliver()

    assert [channel for channel, _letter in post.letters] == ["sms"]


@pytest.mark.parametrize("secret", ["", "provider:another secret of thirty-two signs and more"])
def test_without_the_secret_nothing_is_believed(sent, report, secret):
    assert report(secret, **NO_MAILBOX).status_code == 401

    assert state() == ("sent", "sent", "")
    assert not DeadAddress.objects.exists()


def test_where_no_secret_is_set_there_is_no_such_address(settings, report):
    assert report(**NO_MAILBOX).status_code == 404
