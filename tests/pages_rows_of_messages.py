"""Rows for the pages on messages; see tests/pages_rows.py."""

from portal.messaging.models import State
from tests.factories.messaging import AnnouncementFactory, ContactFactory, MessageFactory


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


def some_announcements():
    an_announcement()
    return {}


def some_failed_messages():
    a_failed_message()
    return {}
