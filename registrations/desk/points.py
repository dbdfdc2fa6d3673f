"""What an officer looks at on each paper: one table. Each point is answered by hand; none is set beforehand."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import Paper
from portal.lib import nik
from portal.lib.dates import long_date
from registrations.choices import ReasonToCorrect
from registrations.models import ReadValue

Field = ReadValue.Field


class Told(StrEnum):
    """What stands beside a point to be compared with the paper."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    NIK = "nik"
    KK = "kk"
    SCHOOL = "school"
    MARITAL = "marital"
    DATES = "dates"
    NUMBER = "number"
    READABLE = "readable"
    WHOLE = "whole"


@dataclass(frozen=True)
class Point:
    code: str
    label: str
    told: str
    reason: str  # proposed when it doesn't agree
    field: str = ""  # read from the paper and compared with the other papers


_NAME = Point("name", gettext_lazy("Name"), Told.NAME, ReasonToCorrect.NAME_DIFFERS, Field.NAME)
_BORN = Point("birth_date", gettext_lazy("Born"), Told.BIRTH_DATE, ReasonToCorrect.BIRTH_DATE_DIFFERS, Field.BIRTH_DATE)
_NIK = Point("nik", gettext_lazy("NIK"), Told.NIK, ReasonToCorrect.OTHER, Field.NIK)
_KK = Point("kk", gettext_lazy("Number of the family card"), Told.KK, ReasonToCorrect.OTHER)
_SCHOOL = Point("school", gettext_lazy("School and level"), Told.SCHOOL, ReasonToCorrect.OTHER)
_MARITAL = Point("marital", gettext_lazy("Marital status"), Told.MARITAL, ReasonToCorrect.OTHER)
_DATES = Point("dates", gettext_lazy("Issued and valid until"), Told.DATES, ReasonToCorrect.RAN_OUT)
_NUMBER = Point("number", gettext_lazy("Number"), Told.NUMBER, ReasonToCorrect.OTHER)
_STAMP = Point("stamp", gettext_lazy("Stamp and signature"), Told.READABLE, ReasonToCorrect.STAMP_UNREADABLE)
_WHOLE = Point("whole", gettext_lazy("The whole paper"), Told.WHOLE, ReasonToCorrect.BLURRED)

_OF_PAPER = {
    Paper.KTP: (_NAME, _BORN, _NIK, _WHOLE),
    Paper.KK: (_NAME, _BORN, _NIK, _KK, _WHOLE),
    Paper.DIPLOMA: (_NAME, _BORN, _SCHOOL, _STAMP),
    Paper.MARITAL: (_NAME, _MARITAL, _DATES, _STAMP),
    Paper.PASSPORT: (_NAME, _BORN, _NUMBER, _DATES),
    Paper.JKN: (_NAME, _NUMBER, _WHOLE),
    Paper.PHOTO: (_WHOLE,),
}
_OF_OTHERS = (_NAME, _DATES, _STAMP)
# On which papers the strip above the viewer reads which of the three facts.
STRIP = {paper: {point.field for point in points if point.field} for paper, points in _OF_PAPER.items()}
STRIP = {paper: STRIP[paper] for paper in (Paper.KTP, Paper.KK, Paper.DIPLOMA, Paper.PASSPORT)}


def of(paper):
    return _OF_PAPER.get(paper, _OF_OTHERS)


def title(paper):
    """The paper's name as a heading begins."""
    label = str(Paper(paper).label)
    return label[:1].upper() + label[1:]


def told(point, registration, document, *, is_nik_shown):
    """What the person declared, ready to print, or what has to be seen on the paper."""
    candidate = registration.candidate
    unstated = _("not stated")
    if point.told in {Told.NIK, Told.KK}:
        number = candidate.nik if point.told == Told.NIK else candidate.kk
        return (nik.spaced(number) if is_nik_shown else nik.masked(number)) or unstated
    if point.told == Told.DATES:
        return _dates(document)
    return {
        Told.NAME: candidate.name,
        Told.BIRTH_DATE: long_date(candidate.birth_date) if candidate.birth_date else "",
        Told.SCHOOL: candidate.get_education_display(),
        Told.MARITAL: candidate.get_marital_display(),
        Told.NUMBER: document.number,
        Told.READABLE: _("Can be read"),
        Told.WHOLE: _("Sharp, nothing cut off"),
    }[point.told] or unstated


def _dates(document):
    issued = long_date(document.issued_on) if document.issued_on else _("not stated")
    if document.expires_on is None:
        return issued
    return _("%(first)s to %(last)s") % {"first": issued, "last": long_date(document.expires_on)}


def declared(field, candidate):
    """The person's own words for a fact of the strip, "" where nothing was declared."""
    if field == Field.BIRTH_DATE:
        return candidate.birth_date.isoformat() if candidate.birth_date else ""
    return candidate.nik if field == Field.NIK else candidate.name
