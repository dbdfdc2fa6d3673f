"""The Indonesian catalogue, kept and compiled with Babel: a machine without GNU gettext builds the whole site."""

import os
import re
from io import BytesIO
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

PO = settings.BASE_DIR / "locale/id/LC_MESSAGES/django.po"
# No dates and no line numbers: a changed sentence shall be the only change a reviewer sees.
HEADER = """\
# Bahasa Indonesia. manage.py sync_messages keeps the msgid lines; people write the msgstr lines.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: id\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|(?<!%)%[sd]")


def empty():
    # Babel's own plural rule for Indonesian has two forms; Django and gettext have one.
    return read_po(BytesIO(HEADER.encode()), locale="id")


def read(path):
    with Path(path).open("rb") as file:
        return read_po(file, locale="id")


def extracted():
    """Catalogue of every message our Python and our templates can show, without translations."""
    catalogue = empty()
    for path, method in _sources():
        with path.open("rb") as file:
            for _line, message, _comments, context in extract(method, file, KEYWORDS):
                catalogue.add(message, context=context)
    return catalogue


def merged(wanted, *sources):
    """``wanted`` with the translations of the first of ``sources`` that has one. Nothing is guessed."""
    result = empty()
    for message in _messages(wanted):
        result.add(message.id, _translation(message, sources), context=message.context, flags=message.flags)
    return result


def write(catalogue, path=PO):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalogue, width=110, no_location=True, omit_header=True, sort_output=True)


def compile_catalogue(source=PO):
    """Write the .mo beside ``source`` unless it is as new already. Two processes may do it at once."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    unfinished = source.with_suffix(f".{os.getpid()}.mo")
    with unfinished.open("wb") as file:
        write_mo(file, read(source))
    unfinished.replace(target)
    return True


def problems(wanted, kept):
    """A sentence for each message of ``kept`` that cannot stand beside ``wanted``, sorted."""
    found = [f"Not in the catalogue: {_name(m)}" for m in _messages(wanted) if not kept.get(m.id, m.context)]
    for message in _messages(kept):
        if not wanted.get(message.id, message.context):
            found.append(f"No longer used: {_name(message)}")
        elif message.fuzzy:
            found.append(f"Marked fuzzy: {_name(message)}")
        elif not _indonesian(message):
            found.append(f"Not translated: {_name(message)}")
        elif _placeholders(_indonesian(message)) != _placeholders(_english(message)):
            found.append(f"Placeholders differ: {_name(message)}")
    return sorted(found)


def _sources():
    """(path, extraction method) of each file; our apps are those outside the virtual environment."""
    places = [Path(app.path) for app in apps.get_app_configs()]
    inside = [place.relative_to(settings.BASE_DIR) for place in places if place.is_relative_to(settings.BASE_DIR)]
    for folder in sorted({place.parts[0] for place in inside if not place.parts[0].startswith(".")}):
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            yield path, "python"
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        yield path, extract_template


def extract_template(file, keywords, comment_tags, options):
    """Messages of a Django template, through the pseudo-Python that Django makes for xgettext."""
    code = templatize(file.read().decode(), origin=file.name)
    # A template's indentation is no Python indentation; messages never span lines there.
    flat = "\n".join(line.lstrip() for line in code.splitlines())
    return extract_python(BytesIO(flat.encode()), keywords, comment_tags, options)


def _messages(catalogue):
    return [message for message in catalogue if message.id]


def _translation(message, sources):
    for source in sources:
        found = source.get(message.id, message.context)
        if found and not found.fuzzy and _indonesian(found):
            return (_indonesian(found),) if message.pluralizable else _indonesian(found)
    return ("",) if message.pluralizable else ""


def _indonesian(message):
    """The one form that Indonesian has for all numbers; a source may have left more forms empty."""
    return message.string[0] if isinstance(message.string, tuple) else message.string


def _english(message):
    return message.id[-1] if isinstance(message.id, tuple) else message.id


def _placeholders(text):
    return set(PLACEHOLDER.findall(text))


def _name(message):
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{text!r} ({message.context})" if message.context else repr(text)
