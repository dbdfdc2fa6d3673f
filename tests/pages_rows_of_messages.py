"""Rows for the pages on messages; see tests/pages_rows.py."""

from portal.messaging.models import CALL, Attempt, Outcome, State
from tests.factories.accounts import UserFactory
from tests.factories.messaging import AnnouncementFactory, ContactFactory, MessageFactory
from tests.pages_rows import the_counter


def an_announcement():
    return {"key": AnnouncementFactory().key}


def a_step_of_an_announcement():
    return an_announcement() | {"event": "cancel"}


def a_sent_announcement():
    one = AnnouncementFactory(state="released", recipients=2)
    for state in (State.SENT, State.FAILED):
        MessageFactory(state=state, kind="mailroom.to_staff", subject=one.pk, contact=ContactFactory())
    return {"key": one.key}


def a_failed_message():
    return {"key": MessageFactory(state=State.FAILED, tried=True).key}


def somebody_to_tell():
    """Of the office of the counter; was called in vain once."""
    office, one = the_counter(), AnnouncementFactory()
    who = UserFactory(name="Ina Contoh", phone="+6281234567890", email=None)
    message = MessageFactory(
        state=State.FAILED, office=office, kind="mailroom.to_people", subject=one.pk, contact=ContactFactory(user=who)
    )
    Attempt.objects.create(message=message, channel=CALL, outcome=Outcome.TEMPORARY, reason="not_reached")
    return {}


def some_announcements():
    an_announcement()
    return {}


def some_failed_messages():
    a_failed_message()
    return {}
