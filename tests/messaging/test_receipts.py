"""What a gateway reports is believed if it is signed and fresh, and counts once."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.mailroom.log.services import try_again
from portal.messaging.models import Attempt, Channel, DeadAddress, EarlyReceipt, Message
from portal.messaging.receipts import note_early
from tests.factories.accounts import MembershipFactory, UserFactory, acting
from tests.factories.messaging import MessageFactory, anniversary
from tests.messaging.outbox import try_again as put_off_until_now

pytestmark = pytest.mark.django_db
PHONE = "+6281234567890"
UNDELIVERED = {"status": "undelivered", "code": "unknown_number", "to": PHONE}


@pytest.fixture
def sent(gateway, by_day, known, deliver):
    """The Attempt of a message that the gateway took by SMS; its person has an e-mail address too."""
    known(anniversary(channels=(Channel.SMS, Channel.EMAIL)))
    MessageFactory(contact__user=UserFactory(phone=PHONE, place_at_number=1))
    deliver()
    return Attempt.objects.get()


@pytest.fixture
def report(client, gateway, sent):
    def send(body_as_sent=None, *, channel="sms", seconds_ago=0, **facts):
        facts |= {"at": time.time() - seconds_ago} if seconds_ago else {}
        sign = {name: facts.pop(name) for name in ("at", "key") if name in facts}
        body, headers = gateway.signed({"reference": sent.reference} | facts, **sign)
        body = body_as_sent or body
        address = reverse(f"messaging:{channel}_receipt")
        return client.post(address, body, content_type="application/json", headers=headers).status_code

    return send


def state():
    message = Message.objects.get()
    return message.state, list(message.attempts.order_by("pk").values_list("channel", "outcome", "reason"))


def test_what_arrived_is_noted_once(report):
    assert report(status="delivered") == 204
    first = Attempt.objects.get().receipt_at
    assert report(status="delivered") == report(**UNDELIVERED) == 204

    assert state() == ("sent", [("sms", "delivered", "")])
    assert not EarlyReceipt.objects.exists()
    assert Attempt.objects.get().receipt_at == first
    assert not DeadAddress.objects.exists()


def test_what_did_not_arrive_goes_by_the_next_way_and_a_dead_number_is_remembered(report, deliver, mailoutbox):
    assert report(**UNDELIVERED) == 204
    assert state()[0] == "queued"
    deliver()
    # A repeated report, or one that comes late, calls nothing back.
    assert report(**UNDELIVERED) == report(status="delivered") == 204

    assert state() == ("sent", [("sms", "undelivered", "unknown_number"), ("email", "sent", "")])
    assert len(mailoutbox) == 1
    assert [(row.channel, row.reason) for row in DeadAddress.objects.all()] == [("sms", "unknown_number")]


def test_what_an_officer_has_tried_anew_is_another_letter_and_begins_from_the_beginning(
    report, sent, deliver, gateway, known
):
    known(anniversary(channels=(Channel.SMS,)))
    report(status="undelivered", code="expired", to=PHONE)
    Message.objects.update(state="failed", reason="expired", closed_at=timezone.now())
    desk = acting(MembershipFactory(role=Role.MINISTRY_ADMIN))

    try_again(desk, sent.message.key)
    gateway.answers = [500]
    deliver()
    put_off_until_now(sent.message)
    deliver()

    assert state() == (
        "sent",
        [("sms", "undelivered", "expired"), ("sms", "temporary", "gateway_500"), ("sms", "sent", "")],
    )
    first, *later = [headers["Idempotency-Key"] for headers, _body in gateway.asked]
    assert len(set(later)) == 1
    assert first not in later


@pytest.mark.parametrize("facts", [{"status": "delivered"}, UNDELIVERED])
def test_a_report_that_is_faster_than_our_own_word_counts_when_that_has_come(
    client, gateway, by_day, known, deliver, facts
):
    known(anniversary(channels=(Channel.SMS,)))
    message = MessageFactory(contact__user=UserFactory(phone=PHONE, place_at_number=1))
    message.refresh_from_db()
    reference = gateway.take(f"{message.letter_key}-sms")
    for again in (facts, {"status": "delivered"}):
        body, headers = gateway.signed({"reference": reference} | again)
        client.post(reverse("messaging:sms_receipt"), body, content_type="application/json", headers=headers)
    assert note_early() == 0
    deliver()

    assert (note_early(), note_early()) == (1, 0)

    has_arrived = facts["status"] == "delivered"
    assert state() == ("sent" if has_arrived else "queued", [("sms", facts["status"], facts.get("code", ""))])
    assert DeadAddress.objects.count() == (0 if has_arrived else 1)


def test_an_early_report_on_none_of_ours_is_let_go(report):
    report(status="delivered", reference="of a code")
    EarlyReceipt.objects.update(at=timezone.now() - timedelta(minutes=61))

    note_early()

    assert not EarlyReceipt.objects.exists()


def test_late_word_on_an_earlier_way_calls_no_success_back(report, sent):
    Attempt.objects.create(message=sent.message, channel="email", outcome="sent")

    report(**UNDELIVERED)

    assert state()[0] == "sent"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"code": "expired", "to": PHONE}, "expired"),
        ({"code": "unknown_number"}, "unknown_number"),
        ({"code": "unknown_number", "to": "0"}, "unknown_number"),
        ({"code": f"{PHONE} is nobody", "to": PHONE}, ""),
    ],
)
def test_no_number_is_dead_unless_the_gateway_says_which_and_that(report, facts, reason):
    assert report(status="undelivered", **facts) == 204

    assert state() == ("queued", [("sms", "undelivered", reason)])
    assert not DeadAddress.objects.exists()


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"reference": "nobody's"}, 204),
        ({"channel": "whatsapp"}, 204),
        ({"key": "another key of thirty-two signs.."}, 401),
        ({"seconds_ago": 400}, 401),
        ({"seconds_ago": -400}, 401),
        ({"body_as_sent": b'{"status": "delivered"}'}, 401),
        ({"reference": "\0"}, 400),
        ({"reference": ""}, 400),
        ({"status": "eaten"}, 400),
        ({"more": "x" * 5_000}, 413),
    ],
)
def test_what_is_not_a_fresh_signed_report_on_one_of_ours_changes_nothing(report, facts, status):
    assert report(**{"status": "delivered"} | facts) == status

    assert state() == ("sent", [("sms", "sent", "")])


def test_a_report_is_json_and_a_list_is_none(client, gateway):
    address = reverse("messaging:sms_receipt")
    body, headers = gateway.signed([1])

    assert client.post(address, body, content_type="application/json", headers=headers).status_code == 400
    assert client.post(address, {"a": "1"}, headers=headers).status_code == 415
    assert client.get(address).status_code == 405


def test_without_a_key_there_is_no_such_address(client, settings):
    settings.SMS_GATEWAY_RECEIPT_KEY = ""

    assert client.post(reverse("messaging:sms_receipt")).status_code == 404
