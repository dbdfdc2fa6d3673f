"""By which way a message leaves, and what comes of it when that way refuses."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from portal.messaging.channels import NotNow, Refused, Unanswered
from portal.messaging.dead import bury, revive
from portal.messaging.kinds import Topic
from portal.messaging.models import Attempt, Channel, DeadAddress, OptOut
from tests.factories.messaging import TOPIC, BareContactFactory, ContactFactory, MessageFactory, anniversary
from tests.messaging.outbox import PHONE, greeting, person, told, tries, try_again

pytestmark = pytest.mark.django_db


def test_an_address_nobody_confirmed_gets_nothing(post, deliver):
    message = MessageFactory(contact__user__email_verified=False)

    deliver()

    assert post.letters == []
    assert (told(message)[0], message.channel) == ("sent", "inbox")


def test_the_confirmed_address_must_be_the_accounts_own(post, deliver):
    message = MessageFactory()
    EmailAddress.objects.update(email="lama@contoh.test")

    deliver()

    assert (told(message)[0], message.channel) == ("sent", "inbox")


@pytest.mark.parametrize(
    ("preferred", "way"),
    [("", "email"), ("sms", "sms"), ("whatsapp", "whatsapp"), ("inbox", "inbox")],
)
def test_the_preferred_way_is_taken_first(post, deliver, preferred, way):
    post.channels = [Channel.EMAIL, Channel.SMS, Channel.WHATSAPP]
    message = MessageFactory(contact=person(channel=preferred))

    deliver()

    assert (told(message)[0], message.channel) == ("sent", way)


def test_a_way_the_site_does_not_have_is_left_out(post, deliver):
    message = MessageFactory(contact=person(channel="whatsapp"))

    deliver()

    assert (told(message)[0], message.channel) == ("sent", "email")


def test_an_sms_says_only_that_there_is_a_message(post, deliver, known, settings):
    settings.SITE_ADDRESS = "https://jalur.contoh.test"
    known(anniversary(prepare=greeting, channels=(Channel.SMS,)))
    post.channels = [Channel.SMS]
    MessageFactory(contact=person())

    deliver()

    [(_channel, letter)] = post.letters
    assert (letter.address, letter.subject) == (PHONE, "")
    assert letter.body == "Jalur Resmi: ada pesan di Jalur saya. https://jalur.contoh.test"


@pytest.mark.parametrize(("channel", "way"), [("email", "sms"), ("", None)])
def test_a_refused_topic_takes_another_way_or_none(post, deliver, channel, way):
    post.channels = [Channel.EMAIL, Channel.SMS]
    message = MessageFactory(contact=person())
    OptOut.objects.create(contact=message.contact, topic=TOPIC.code, channel=channel)

    deliver()

    state, reason, _tries = told(message)
    assert (state, reason, message.channel) == (("sent", "", way) if way else ("skipped", "not_wanted", ""))


def test_a_refusal_of_the_only_way_of_a_bare_address_ends_it(post, deliver):
    message = MessageFactory(contact=BareContactFactory())
    OptOut.objects.create(contact=message.contact, topic=TOPIC.code, channel="email")

    deliver()

    assert told(message) == ("skipped", "not_wanted", 0)


def test_what_is_owed_is_sent_against_a_refusal(post, deliver, known):
    known(anniversary(topic=Topic(TOPIC.code, "Owed", is_owed=True)))
    message = MessageFactory(contact=person(channel="inbox"))
    OptOut.objects.create(contact=message.contact, topic=TOPIC.code, channel="")

    deliver()

    assert (told(message)[0], message.channel) == ("sent", "email")


def test_without_any_way_an_account_reads_it_on_the_site_and_others_are_told_to_staff(post, deliver):
    account = MessageFactory(contact__user__email=None)
    bare = MessageFactory(contact=BareContactFactory(email="", phone=PHONE))

    deliver()

    assert (told(account)[0], account.channel) == ("sent", "inbox")
    assert told(bare) == ("failed", "no_way", 0)


def test_what_an_officer_would_tell_by_hand_fails_without_any_way(post, deliver, known):
    known(anniversary(escalates=True))
    message = MessageFactory(contact__user__email=None)

    deliver()

    assert told(message) == ("failed", "no_way", 0)


# Refused and not now --------------------------------------------------------------------------
def test_refused_for_good_it_takes_the_next_way(post, deliver):
    post.channels = [Channel.EMAIL, Channel.SMS]
    post.answers = {"email": [Refused("smtp_554")]}
    message = MessageFactory(contact=person())

    assert deliver() == {"sent": 1}
    assert (told(message), message.channel) == (("sent", "", 2), "sms")
    assert tries(message) == [("email", "permanent", "smtp_554"), ("sms", "sent", "")]
    assert not DeadAddress.objects.exists()


def test_refused_by_the_last_way_it_fails_with_the_reason(post, deliver):
    post.answers = {"email": [Refused("smtp_554")]}
    message = MessageFactory()

    assert deliver() == {"failed": 1}
    assert told(message) == ("failed", "smtp_554", 1)


def test_a_dead_address_is_asked_no_more_until_it_is_proved_again(post, deliver):
    post.answers = {"email": [Refused("smtp_550", address_is_dead=True)]}
    contact = ContactFactory()
    first, second = MessageFactory(contact=contact), MessageFactory(contact=contact, subject=ContactFactory().pk)

    deliver()

    assert [told(message)[:2] for message in (first, second)] == [("failed", "smtp_550"), ("sent", "")]
    assert (second.channel, post.letters) == ("inbox", [])
    assert contact.user.email not in str(DeadAddress.objects.values_list().get())

    revive(contact.user.email)
    third = MessageFactory(contact=contact, subject=ContactFactory().pk)
    deliver()
    assert (told(third)[0], third.channel) == ("sent", "email")


def test_an_address_is_dead_for_one_way_only(post, deliver):
    post.channels = [Channel.SMS, Channel.WHATSAPP]
    bury(Channel.WHATSAPP, PHONE, "unknown_number")
    message = MessageFactory(contact=person())

    deliver()

    assert (told(message)[0], message.channel) == ("sent", "sms")


def test_not_now_means_later(post, deliver):
    post.answers = {"email": [NotNow("smtp_451")]}
    message = MessageFactory()

    assert deliver() == {"queued": 1}
    assert told(message) == ("queued", "", 1)
    assert timedelta(seconds=40) < message.next_try_at - timezone.now() < timedelta(seconds=80)
    assert deliver() == {}

    try_again(message)
    assert deliver() == {"sent": 1}
    assert tries(message) == [("email", "temporary", "smtp_451"), ("email", "sent", "")]


def test_a_letter_that_may_have_arrived_is_repeated_once_and_later(post, deliver):
    post.answers = {"email": [Unanswered("mail_unanswered"), NotNow("smtp_451"), Unanswered("mail_unanswered")]}
    message = MessageFactory()

    deliver()
    assert message.refresh_from_db() or message.next_try_at - timezone.now() > timedelta(minutes=45)
    for _time in range(3):
        try_again(message)
        deliver()

    assert told(message) == ("failed", "mail_unanswered", 3)
    assert post.letters == []


def test_a_way_tried_three_times_in_vain_gives_place_to_the_next(post, deliver):
    post.channels = [Channel.EMAIL, Channel.SMS]
    post.answers = {"email": [NotNow("smtp_451")] * 9}
    message = MessageFactory(contact=person())

    for _round in range(3):
        deliver()
        try_again(message)

    assert (told(message)[0], message.channel) == ("sent", "sms")
    assert [channel for channel, _outcome, _reason in tries(message)] == ["email"] * 3 + ["sms"]


def test_the_last_way_is_tried_nine_times_then_it_fails(post, deliver):
    post.answers = {"email": [NotNow("smtp_451")] * 20}
    message = MessageFactory()

    for _round in range(12):
        deliver()
        try_again(message)

    assert told(message) == ("failed", "smtp_451", 9)


def test_a_way_that_takes_nothing_is_not_asked_by_the_whole_batch(post, deliver):
    post.answers = {"email": [NotNow("timeout")] * 20}
    MessageFactory.create_batch(8)

    assert deliver() == {"queued": 8}
    assert len(post.answers["email"]) == 15
    assert Attempt.objects.filter(reason="away").count() == 3


def test_what_is_said_of_single_letters_holds_up_no_others(post, deliver):
    post.answers = {"email": [NotNow("timeout")] * 4 + [NotNow("smtp_451", is_about_letter=True), NotNow("timeout")]}
    MessageFactory.create_batch(8)

    assert deliver() == {"queued": 6, "sent": 2}


def test_an_adapter_that_breaks_loses_no_letter(post, deliver):
    post.answers = {"email": [ZeroDivisionError()]}
    message = MessageFactory()

    assert deliver() == {"queued": 1}
    assert tries(message) == [("email", "temporary", "error")]
