"""The words of messages, made when they are needed: when one leaves, and when it is read on the site."""

from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.template import Context
from django.template.loader import get_template, select_template
from django.utils.translation import get_language, override

log = structlog.get_logger(__name__)

FOOT, SHORT = "messaging/_foot.txt", "messaging/_sms.txt"
PLACE = "\0"


@dataclass(frozen=True)
class Words:
    subject: str  # one line, without anything personal
    body: str


def by_kind_and_language(messages):
    """Pairs ((kind's name, language), messages), so that each group is prepared in one go. Contacts are loaded."""

    def key(message):
        return message.kind, message.contact.tongue

    return [(pair, list(group)) for pair, group in groupby(sorted(messages, key=key), key=key)]


def prepare(messages, kind, language):
    """{message.pk: what its texts print} for ``messages`` of one kind; one that is left out is no longer due."""
    with override(language):
        return kind.prepare(messages)


def made_of(messages, kind, language, make):
    """{message.pk: make(kind, what its texts print, language)}, for a page that shows many; as ``prepare`` leaves some out.

    None for a message on which the kind's own code or texts fail: it hides no other.
    """
    made, middle = {}, len(messages) // 2
    with faults_of(kind, messages, is_last_word=not middle) as failed:
        for key, facts in prepare(messages, kind, language).items():
            made[key] = make(kind, facts, language)
    if failed and middle:
        return made_of(messages[:middle], kind, language, make) | made_of(messages[middle:], kind, language, make)
    return made | dict.fromkeys(failed)


@contextmanager
def faults_of(kind, messages, *, is_last_word=True):
    """Yields a list: afterwards of the keys of ``messages`` if the kind's own code failed on them, else empty.

    If that ``is_last_word`` the log learns their keys and their kind, no more: the error itself may name anybody.
    """
    failed = []
    try:
        yield failed
    except (OperationalError, InterfaceError):  # the database is away, which is no message's fault
        raise
    except Exception as error:
        failed += [message.pk for message in messages]
        if is_last_word:
            log.error("messages_not_shown", kind=kind.name, messages=failed, why=type(error).__name__)


def words_of(kind, prepared, language):
    """The Words of one message in ``language``. ``prepared``: its part of what ``prepare`` gave."""
    with override(language):
        context = _context(prepared)
        subject = " ".join(_text(get_template(f"{_path(kind)}_subject.txt"), context).split())
        return Words(subject, _text(get_template(f"{_path(kind)}.txt"), context))


def mail_of(words, refusal=""):
    """(subject, body) of the e-mail: the words between our name and the foot of all our mails, in the active language.

    ``refusal``: the address at which such mails are ended, where they may be.
    """
    foot = _foot(get_language(), bool(refusal), settings.PRACTICE_MODE, settings.SITE_ADDRESS)
    return f"Jalur Resmi: {words.subject}", f"{words.body}\n\n{foot.replace(PLACE, refusal)}\n"


@lru_cache(maxsize=16)
def _foot(_language, has_refusal, *_settings):
    """In the active language; the same for all mails but for ``PLACE``, where the address comes."""
    return _text(get_template(FOOT), _context({"refusal": PLACE if has_refusal else ""}))


def short_text(kind, prepared, language):
    """For SMS and WhatsApp, on one line: the kind's own, or that there is a message. Nothing personal in either."""
    with override(language):
        return " ".join(_text(select_template([f"{_path(kind)}_sms.txt", SHORT]), _context(prepared)).split())


def _path(kind):
    return f"{kind.app}/messages/{kind.what}"


def _context(prepared):
    return {**prepared, "practice_mode": settings.PRACTICE_MODE, "site": settings.SITE_ADDRESS}


def _text(template, context):
    # Plain text: what is a sign to a browser stays the sign it is.
    return template.template.render(Context(context, autoescape=False)).strip()
