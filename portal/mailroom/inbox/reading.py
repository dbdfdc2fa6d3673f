"""Messages as their readers see them on the site: the words are made when they are read."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.lib.dates import short_moment
from portal.messaging import wording
from portal.messaging.kinds import kind_named

PREVIEW = 120  # signs
GONE = wording.Words("", "")


@dataclass(frozen=True)
class Readable:
    """``subject`` and ``body`` are "" when what the message told of is no more, or when ``is_broken``: its texts fail."""

    key: str
    topic: str  # "" for a kind that this version does not know
    subject: str
    body: str
    preview: str  # how the body begins, on one line
    day: str
    is_read: bool
    is_broken: bool

    @property
    def title(self):
        if self.is_broken:
            return _("This message cannot be shown now")
        return self.subject or _("A message that is no longer needed")


def readable(messages, zone):
    """Each of ``messages`` (with their contacts) in the active language and their order, its moment told in ``zone``."""
    words, topics = {}, {}
    for name, group in groupby(sorted(messages, key=attrgetter("kind")), key=attrgetter("kind")):
        try:
            kind = kind_named(name)
        except KeyError:
            continue
        topics[name] = str(kind.topic.label)
        words |= wording.made_of(list(group), kind, get_language(), wording.words_of)
    return [_as_read(message, words.get(message.pk, GONE), topics.get(message.kind, ""), zone) for message in messages]


def _preview(body):
    """Its first line, and the next if it only leads there."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    return Truncator(" ".join(lines[: 2 if lines and lines[0].endswith(":") else 1])).chars(PREVIEW)


def _as_read(message, words, topic, zone):
    """``words``: GONE, or None for a message whose texts fail."""
    return Readable(
        key=str(message.key),
        topic=topic,
        subject=capfirst(words.subject) if words else "",
        body=words.body if words else "",
        preview=_preview(words.body) if words else "",
        day=short_moment(message.closed_at, zone),
        is_read=message.read_at is not None,
        is_broken=words is None,
    )
