"""Messages as their readers see them on the site: the words are made when they are read."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.utils.text import capfirst
from django.utils.translation import get_language

from portal.lib.dates import short_moment
from portal.messaging import wording
from portal.messaging.kinds import kind_named


@dataclass(frozen=True)
class Readable:
    """``subject`` and ``body`` are "" when what the message told of is no more."""

    key: str
    topic: str  # "" for a kind that this version does not know
    subject: str
    body: str
    day: str
    is_read: bool


def readable(messages, zone):
    """Each of ``messages`` (with their contacts) in the active language and their order, its moment told in ``zone``."""
    words, topics = {}, {}
    for name, group in groupby(sorted(messages, key=attrgetter("kind")), key=attrgetter("kind")):
        try:
            kind = kind_named(name)
        except KeyError:
            continue
        topics[name] = str(kind.topic.label)
        words |= _words_of(kind, list(group))
    return [_as_read(message, words.get(message.pk), topics.get(message.kind, ""), zone) for message in messages]


def _words_of(kind, messages):
    language = get_language()
    prepared = wording.prepare(messages, kind, language)
    return {key: wording.words_of(kind, facts, language) for key, facts in prepared.items()}


def _as_read(message, words, topic, zone):
    return Readable(
        key=str(message.key),
        topic=topic,
        subject=capfirst(words.subject) if words else "",
        body=words.body if words else "",
        day=short_moment(message.closed_at, zone),
        is_read=message.read_at is not None,
    )
