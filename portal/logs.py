"""Structured logs without personal values.

The rule is kept where a line is written: no query, body, header, name or contact is logged, an address
appears as its route. What stands here is the last net for what slips through, also from libraries and
exceptions. It knows numbers, e-mail addresses, query strings and quoted text; it can't know a bare name.
"""

import re
import sys
import traceback
from datetime import date, timedelta
from decimal import Decimal
from pathlib import PurePath
from uuid import UUID

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

# Ours, made of random or running numbers that would look like somebody's.
OUR_OWN = {"request_id", "task_id", "child_task_id", "parent_task_id", "audit_head"}
NEVER = {"user_agent", "ip", "request_body", "query", "positional_args"}
# In these a library or an exception speaks, and it likes to quote the value.
QUOTING = {"error", "reason", "exception"}

PLAIN = (str, int, float, type(None), Decimal, UUID, date, timedelta, PurePath, Promise, BaseException)
LEVELS = ("INFO", "WARNING", "ERROR")
SAID_BY_AN_EXCEPTION = 200  # characters

EMAIL = re.compile(r"[^\s@\"'<>()=,;]+(?:@|%40)[^\s@\"'<>(),;]+")
# NIK, KK, phone and account numbers: nine digits or more, in groups or not. \d on purpose: any script's digits.
LONG_NUMBER = re.compile(r"[+(]{0,2}\d(?:[ ().\-/]{0,2}\d){8,}")
LARGEST_SHORT_NUMBER = 99_999_999
QUERY = re.compile(r"\?[^\s\"'<>]*=[^\s\"'<>]*")
WORDS = re.compile(r"[A-Za-z ]*")
QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|\([^()\n]*\)=\([^\n]*\)")


def mask(text):
    """The text with everything that looks like a person's number, e-mail or typed query replaced by a sign."""
    return LONG_NUMBER.sub("<number>", EMAIL.sub("<email>", QUERY.sub("?<query>", text)))


def mask_quoting(text):
    """For exceptions: quoted text goes as well, ``invalid literal: 'Siti'`` being the way they speak."""
    return mask(QUOTED.sub("<quoted>", text))


def without_personal_values(_, __, event):
    """structlog processor: the last net over every value of a line, however deep."""
    return {
        key: value if key in OUR_OWN else _clean(value, mask_quoting if key in QUOTING else mask)
        for key, value in event.items()
        if key not in NEVER
    }


def _clean(value, masking):
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return value if abs(value) <= LARGEST_SHORT_NUMBER else "<number>"
    if type(value) is dict:
        return {masking(str(key)): _clean(item, masking) for key, item in value.items()}
    if type(value) in {list, tuple, set}:
        return [_clean(item, masking) for item in value]
    return masking(str(_kind(value)))


def _kind(value):
    """Plain values as they are; of a form, a request or a row only its class: their text prints what is in them."""
    return value if isinstance(value, PLAIN) else f"<{type(value).__name__}>"


def exceptions_in_short(_, __, event):
    """Replace ``exc_info`` by where it happened and what it says, without source lines, locals and quotations."""
    exc_info = event.pop("exc_info", None)
    if exc_info is True:
        exc_info = sys.exc_info()
    error = exc_info[1] if isinstance(exc_info, tuple) else exc_info
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_told(error))
    return event


def _told(error):
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        # Only the beginning: PostgreSQL's second line, DETAIL, prints the row, a failed look-up ends with the path.
        said = (str(error).splitlines() or [""])[0][:SAID_BY_AN_EXCEPTION]
        yield f"{type(error).__module__}.{type(error).__qualname__}: {mask_quoting(said)}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def libraries_in_our_way(_, __, event):
    """Of a library's line about a request keep the words before its path; of objects in any line their class."""
    record = event.get("_record")
    if record is None:
        return event
    if _is_gunicorn_about_a_request(record):
        # Put together before it came here, with address and first line of the request: only its first words are ours.
        event["event"] = WORDS.match(str(record.msg))[0].strip()
    elif hasattr(record, "request"):
        # Without arguments it is an exception's text, and quotes the header or path: say its kind instead.
        event["event"] = str(record.msg).replace("%s", "<…>") if record.args else record.name.rpartition(".")[2]
    elif isinstance(values := event.get("positional_args"), dict):
        event["event"] = str(record.msg) % {key: _kind(value) for key, value in values.items()}
    elif values:
        event["event"] = str(record.msg) % tuple(_kind(value) for value in values)
    return event


def _is_gunicorn_about_a_request(record):
    return record.name.startswith("gunicorn") and "request" in str(record.msg).lower()


def configure(*, as_json, level):
    """Set structlog up and return Django's ``LOGGING``, which is also gunicorn's.

    ``level``: INFO or less talkative. DEBUG doesn't exist: Django and its libraries print whole rows and forms there.
    """
    if level not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL is {level!r}; it may be {', '.join(LEVELS)}.")
    both = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *both, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": _line(both, as_json)},
        "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": _loggers(level),
    }


def _line(before, as_json):
    """How a line comes about; ``before``: what is also done to lines of libraries that know nothing of structlog."""
    render = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": before,
        "pass_foreign_args": True,
        "processors": [
            libraries_in_our_way,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            exceptions_in_short,
            without_personal_values,
            render,
        ],
    }


def _loggers(level):
    ours = {"handlers": [], "level": level, "propagate": True}
    silent = {"handlers": [], "level": "CRITICAL", "propagate": False}
    return {
        "django": ours,
        "gunicorn.error": ours,
        "celery": {**ours, "level": "WARNING"},  # each minute's tasks would fill the log
        # Said better, by route, in request_finished, request_failed and task_failed.
        "django.request": silent,
        "django.server": silent,
        "gunicorn.access": silent,
        "celery.app.trace": silent,
    }
