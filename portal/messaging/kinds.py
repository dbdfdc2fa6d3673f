"""What the portal writes about. An app describes its messages in its ``notifications.py`` and registers them there."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from portal.messaging.models import Channel

BY_ANY_WAY = (Channel.EMAIL, Channel.WHATSAPP, Channel.SMS)


@dataclass(frozen=True)
class Topic:
    """What a person may switch off, or may not: ``is_owed`` where a law or the safety of the account demands it."""

    code: str
    label: str | Promise
    is_owed: bool = False
    is_for_offices: bool = False  # then no person is asked
    is_for_staff: bool = False  # then only whoever has a role is


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One sort of message.

    ``name``: ``app.what``; its texts are ``<app>/messages/<what>_subject.txt`` and ``<what>.txt`` (``<what>_sms.txt``
    if an SMS says something other than that there is a message). ``model``: of the fact. ``prepare``: (messages, all in
    one language, which is active) -> {message.pk: what its texts print}; a message left out is no longer due.
    ``still_due``: a filter over a queryset of ``model``, asked just before sending. ``channels``: in order of
    preference. ``is_urgent``: sent before everything else. ``at_any_hour``: quiet hours don't hold it. ``escalates``:
    comes to the answering office's call list when no way reaches the person. ``asks_for``: (messages) -> {message.pk: whom
    an officer on the telephone asks for}, where the contact alone doesn't tell.
    """

    name: str
    topic: Topic
    model: type
    prepare: Callable
    still_due: Callable = field(default=lambda facts: facts)
    channels: tuple = BY_ANY_WAY
    is_urgent: bool = False
    at_any_hour: bool = False
    escalates: bool = False
    asks_for: Callable = field(default=lambda messages: {})

    @property
    def app(self):
        return self.name.split(".")[0]

    @property
    def what(self):
        return self.name.split(".")[1]


@dataclass(frozen=True, kw_only=True)
class Reminder(Kind):
    """A kind that the calendar owes.

    ``due``: (day) -> a queryset of the facts whose day is not after ``day``, as ``values_list`` of four columns: the
    fact's key, its contact's, the fact's own day, and the key of the answering office or None. ``offsets``: how many
    days before that day it is told. After an outage only the latest of them is sent.
    """

    due: Callable
    offsets: tuple = (0,)


_kinds = {}


def register(*kinds):
    """Make kinds known, once each; their apps are loaded then."""
    for kind in kinds:
        if _kinds.setdefault(kind.name, kind) is not kind:
            raise ValueError(f"Two kinds of message are called {kind.name}.")


def kind_named(name):
    """Raises KeyError for a kind that nobody registered: one of an older version, for example."""
    return _kinds[name]


def all_kinds():
    return tuple(_kinds.values())


def reminders():
    return tuple(kind for kind in _kinds.values() if isinstance(kind, Reminder))


def topics():
    """Each topic once, in the order of registration."""
    return tuple(dict.fromkeys(kind.topic for kind in _kinds.values()))
