"""What becomes of a message that is due."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DataError, OperationalError, connection
from django.utils import timezone

from portal.lib.dates import WIB, WIT
from portal.messaging import claiming, delivery
from portal.messaging.models import Attempt, Contact, Dispatch, Message
from tests.factories.messaging import BareContactFactory, MessageFactory, anniversary
from tests.messaging.outbox import greeting, told, tries, try_again

pytestmark = pytest.mark.django_db


def test_what_is_due_leaves_once(post, deliver, known):
    known(anniversary(prepare=greeting))
    message = MessageFactory(contact__user__name="Ina & Budi")

    assert deliver() == {"sent": 1}
    assert deliver() == {}

    [(channel, letter)] = post.letters
    assert (channel, letter.key, letter.address) == ("email", str(message.key), message.contact.user.email)
    assert (letter.language, letter.subject) == ("id", "Jalur Resmi: akun Anda diubah")
    stop = f"Tidak mau pesan seperti ini lagi? Buka: {letter.headers['List-Unsubscribe'].strip('<>')}"
    assert letter.body.startswith(f"Selamat Ina & Budi & co.\n\n{stop}\n\nKami tidak pernah meminta uang")
    assert told(message) == ("sent", "", 1)
    assert (message.channel, message.claimed_by) == ("email", None)
    attempt = Attempt.objects.get()
    assert (attempt.message, attempt.outcome, attempt.reference) == (message, "sent", "")


def test_each_reads_it_in_the_own_language(post, deliver):
    english = MessageFactory(contact__user__language="en")
    MessageFactory()

    deliver()

    subjects = {letter.address: letter.subject for _channel, letter in post.letters}
    assert subjects.pop(english.contact.user.email) == "Jalur Resmi: your account was changed"
    assert [*subjects.values()] == ["Jalur Resmi: akun Anda diubah"]


def test_a_kind_is_prepared_once_for_each_language(post, deliver, known, django_assert_num_queries):
    known(anniversary(prepare=greeting))
    MessageFactory.create_batch(5)
    deliver()
    MessageFactory.create_batch(7)

    # Lines and claims of others, the claim, contacts with accounts, still due, addresses, refusals, dead ones; each message;
    # all of them; nothing to give back; nothing more to claim.
    with django_assert_num_queries(8 + 7 + 1 + 1 + 1):
        assert deliver() == {"sent": 7}


def test_urgent_and_other_messages_leave_apart(post, deliver):
    urgent, other = MessageFactory(is_urgent=True), MessageFactory()

    deliver(is_urgent=True)

    assert (told(urgent)[0], told(other)[0]) == ("sent", "queued")


def test_what_is_not_yet_due_stays(post, deliver):
    message = MessageFactory(next_try_at=timezone.now() + timedelta(minutes=1))

    assert deliver() == {}
    assert told(message) == ("queued", "", 0)


def test_more_than_a_batch_is_sent_in_one_run_and_asks_for_another_hand_once(post, deliver):
    MessageFactory.create_batch(5)
    asked = []

    assert deliver(batch=2, on_full_batch=lambda: asked.append(1)) == {"sent": 5}
    assert asked == [1]
    assert post.opened == ["email"] * 3


def test_a_message_whose_fact_no_longer_stands_is_not_sent(post, deliver, known):
    known(anniversary(still_due=lambda facts: facts.filter(zone=WIB.key)))
    moved = MessageFactory(contact__zone=WIT.key)
    gone = MessageFactory(subject=2**40)
    standing = MessageFactory()

    assert deliver() == {"skipped": 2, "sent": 1}
    assert [told(message) for message in (moved, gone)] == [("skipped", "not_due", 0)] * 2
    assert told(standing)[0] == "sent"
    assert [letter.key for _channel, letter in post.letters] == [str(standing.key)]


def test_a_message_that_its_kind_leaves_out_is_not_sent(post, deliver, known):
    known(anniversary(prepare=lambda messages: {}))
    message = MessageFactory()

    deliver()

    assert told(message) == ("skipped", "not_due", 0)


# Our own faults -------------------------------------------------------------------------------
class Shy:
    def says(self):
        raise RuntimeError("a template's own fault")


def broken(messages):
    raise KeyError("Siti")


def refuse(facts):
    raise DataError("what was saved makes a question that the database refuses")


def be_away(*_anything):
    raise OperationalError


@pytest.mark.parametrize(
    "fault",
    [
        {"prepare": broken},
        {"still_due": broken},
        {"still_due": refuse},
        {"prepare": lambda messages: {message.pk: {"shy": Shy()} for message in messages}},
    ],
)
def test_a_broken_kind_waits_to_be_mended_and_stops_nobody(post, deliver, known, fault):
    known(anniversary(**fault), anniversary(name="tests.other", prepare=greeting))
    breaking, good = MessageFactory(), MessageFactory(kind="tests.anniversary")
    Message.objects.filter(pk=good.pk).update(kind="tests.unheard")

    assert deliver() == {"queued": 2}
    assert told(breaking) == ("queued", "", 1)
    assert tries(breaking) == []

    Message.objects.filter(pk=breaking.pk).update(tries=8)
    try_again(breaking)
    assert deliver() == {"failed": 1}
    assert told(breaking) == ("failed", "error", 9)


def test_one_fact_that_breaks_puts_off_its_own_message_alone(post, deliver, known):
    messages = MessageFactory.create_batch(6)

    def prepare(some):
        return broken(some) if messages[3] in some else {message.pk: {} for message in some}

    known(anniversary(prepare=prepare))

    assert deliver() == {"queued": 1, "sent": 5}
    assert told(messages[3]) == ("queued", "", 1)


def test_a_database_that_is_away_is_no_fault_of_a_kind(post, deliver, known):
    known(anniversary(prepare=be_away))
    message = MessageFactory()

    with pytest.raises(OperationalError):
        deliver()

    assert told(message) == ("queued", "", 0)


def test_one_broken_template_among_others_is_put_off_alone(post, deliver, known):
    message, good = MessageFactory(), MessageFactory()
    known(anniversary(prepare=lambda messages: {one.pk: {"shy": Shy()} if one == message else {} for one in messages}))

    assert deliver() == {"queued": 1, "sent": 1}
    assert told(good)[0] == "sent"


# The night ------------------------------------------------------------------------------------
def test_in_the_recipients_night_it_waits_for_the_morning(post, deliver, night_in):
    morning = night_in(WIT)
    sleeping, awake = MessageFactory(contact__zone=WIT.key), MessageFactory()

    assert deliver() == {"held": 1, "sent": 1}
    assert told(sleeping) == ("held", "", 0)
    assert sleeping.next_try_at == morning
    assert post.addresses() == [("email", awake.contact.user.email)]

    night_in()
    try_again(sleeping)
    assert deliver() == {"sent": 1}


def test_what_may_come_at_any_hour_comes_at_night(post, deliver, known, night_in):
    known(anniversary(at_any_hour=True))
    night_in(WIB)
    MessageFactory()

    assert deliver() == {"sent": 1}


def test_a_night_that_falls_during_the_batch_is_kept(post, deliver, night_in):
    first, second = MessageFactory(), MessageFactory()
    post.before = lambda letter: night_in(WIB)

    assert deliver() == {"sent": 1, "held": 1}
    assert (told(first)[0], told(second)[0]) == ("sent", "held")
    assert second.next_try_at == night_in(WIB)


# Claims ---------------------------------------------------------------------------------------
def test_an_abandoned_claim_is_taken_up_after_its_lease(post, deliver, settings):
    message = MessageFactory()
    settings.MESSAGE_LEASE_SECONDS = 300
    claiming.claim(is_urgent=False, limit=10)

    assert deliver() == {}
    Message.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert deliver() == {"sent": 1}
    assert told(message)[0] == "sent"


def test_after_its_lease_nobody_sends(post, deliver, monkeypatch):
    messages = MessageFactory.create_batch(3)
    later = claiming.clock() + 10_000
    post.before = lambda letter: monkeypatch.setattr(claiming, "clock", lambda: later)

    assert deliver() == {"sent": 1}
    assert sorted(told(message)[0] for message in messages) == ["queued", "queued", "sent"]


def test_a_claim_that_was_lost_says_nothing_and_sends_no_more(post, by_day):
    messages = MessageFactory.create_batch(3)
    post.before = lambda letter: Message.objects.update(state="queued", claimed_by=None, claimed_until=None)

    assert not +delivery.deliver_claim(claiming.claim(is_urgent=False, limit=500))
    assert len(post.letters) == 1
    assert [told(message) for message in messages] == [("queued", "", 0)] * 3
    assert not Attempt.objects.exists()


def test_what_a_dying_database_forgot_is_said_again(by_day, monkeypatch):
    messages = MessageFactory.create_batch(3)
    claim = claiming.claim(is_urgent=False, limit=3)
    tried = claiming.Try("email", "sent")
    for message in messages[:2]:
        claim.note_dispatch(message, tried)
    Dispatch.objects.filter(pk=messages[1].pk).delete()
    claim.cursor = SimpleNamespace(execute=be_away)
    stand_in = SimpleNamespace(in_atomic_block=False, close=lambda: None, cursor=connection.cursor)
    monkeypatch.setattr(claiming, "connection", stand_in)

    assert claim.note_dispatch(messages[2], tried)
    assert {line.pk for line in Dispatch.objects.all()} == {message.pk for message in messages}
    claim.settle()

    assert [told(message) for message in messages] == [("sent", "", 1)] * 3
    assert [tries(message) for message in messages] == [[("email", "sent", "")]] * 3


def test_what_left_before_its_worker_was_killed_is_told_by_the_next_and_does_not_leave_again(post, deliver):
    left, waiting = MessageFactory.create_batch(2)
    claim = claiming.claim(is_urgent=False, limit=2)
    claim.note_dispatch(left, claiming.Try("sms", "sent", reference="sms-1"))
    past = timezone.now() - timedelta(seconds=claiming.SECONDS_ORPHANED + 1)
    Message.objects.update(claimed_until=past)

    assert deliver() == {"sent": 1}  # the line may still be in hand
    assert (told(left)[0], told(waiting)[0]) == ("claimed", "sent")
    Dispatch.objects.update(at=past)
    assert deliver() == {}
    claim.settle()

    assert (told(left), left.channel, left.closed_at) == (("sent", "", 1), "sms", past)
    assert list(left.attempts.values_list("outcome", "reference", "at")) == [("sent", "sms-1", past)]
    assert [letter.key for _channel, letter in post.letters] == [str(waiting.key)]
    assert not Dispatch.objects.exists()


def test_a_line_is_settled_while_letters_go_on_leaving_and_not_given_back(by_day, monkeypatch):
    first, second, waiting = MessageFactory.create_batch(3)
    claim = claiming.claim(is_urgent=False, limit=3)
    claim.note_dispatch(first, claiming.Try("email", "sent"))
    claim.settled_at -= claiming.SECONDS_UNSETTLED
    claim.note_dispatch(second, claiming.Try("email", "sent"))
    assert told(first) == told(second) == ("sent", "", 1)

    claim.note_dispatch(waiting, claiming.Try("email", "sent"))
    claim.give_back()

    assert told(waiting)[0] == "claimed"


def test_a_line_of_a_lost_claim_tells_nothing(post, deliver):
    message = MessageFactory()
    Dispatch.objects.create(message_id=message.pk, claim=message.key, at=timezone.now() - timedelta(days=1))

    assert deliver() == {"sent": 1}
    assert len(post.letters) == 1
    assert not Dispatch.objects.exists()


def test_a_gateway_that_gives_one_reference_twice_loses_no_message(post, deliver, monkeypatch):
    monkeypatch.setattr(post, "_send", lambda channel, letter: "ok")
    MessageFactory.create_batch(2)

    assert deliver() == {"sent": 2}
    assert Attempt.objects.count() == 1


def test_a_batch_that_breaks_gives_back_what_it_has(post, deliver, monkeypatch):
    monkeypatch.setattr("portal.messaging.delivery.Ways", broken)
    message = MessageFactory()

    with pytest.raises(KeyError):
        deliver()

    assert told(message) == ("queued", "", 0)


def test_a_forgotten_address_gets_nothing(post, deliver):
    contact = BareContactFactory()
    message = MessageFactory(contact=contact)
    Contact.objects.filter(pk=contact.pk).update(email="")

    deliver()

    assert told(message) == ("failed", "no_way", 0)
