"""The strip above the viewer: name, birth date and NIK as read on each paper, with differences marked."""

import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from portal.lib import nik
from portal.lib.dates import short_date
from registrations.desk.points import STRIP, declared, title
from registrations.models import ReadValue

Field = ReadValue.Field
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Cell:
    """``parts``: pieces of the text, each with whether it differs. ``note`` stands where nothing was read."""

    parts: tuple[tuple[str, bool], ...] = ()
    differs: bool = False
    note: str = ""


def strip(registration, documents, values, *, is_nik_shown):
    """(labels of the papers, rows of (label, cells)). ``documents``: current ones by paper; ``values``: ReadValues.

    The identity card is what the others are compared with; until it is read, what the person declared.
    """
    read = {(value.document_id, value.field): value.text for value in values}
    papers = list(STRIP)
    rows = []
    for field in Field:
        texts = {paper: read.get((documents[paper].pk, field), "") if paper in documents else None for paper in papers}
        measure = texts[papers[0]] or declared(field, registration.candidate)
        cells = [_cell(field, paper, texts[paper], measure, is_nik_shown) for paper in papers]
        rows.append((field.label, cells))
    return [title(paper) for paper in papers], rows


def _cell(field, paper, text, measure, is_nik_shown):
    if field not in STRIP[paper]:
        return Cell(note=_("not on it"))
    if text is None:
        return Cell(note=_("not handed in"))
    if not text:
        return Cell(note=_("not read yet"))
    differs = key(text) != key(measure)
    if field == Field.NIK:
        shown = nik.spaced(text) if is_nik_shown else nik.masked(text)
        return Cell(((shown, False),), differs)
    if field == Field.BIRTH_DATE:
        return Cell(((_day(text), differs),), differs)
    return Cell(_parts(text.upper(), measure.upper()) if differs else ((text.upper(), False),), differs)


def key(text):
    """Equal for two spellings that mean the same: case and spare spaces don't matter."""
    return _SPACES.sub(" ", text).strip().casefold()


def _day(text):
    """Kept as ISO when it could be read as a day, else as it was typed."""
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        return text


def _parts(text, measure):
    pieces = SequenceMatcher(None, measure, text, autojunk=False).get_opcodes()
    parts = [(text[first:last], kind != "equal") for kind, _from, _to, first, last in pieces if first < last]
    # Where only letters are missing nothing of the text itself differs: then all of it is marked.
    return tuple(parts) if any(differs for _text, differs in parts) else ((text, True),)
