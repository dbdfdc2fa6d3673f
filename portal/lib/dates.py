"""Days and moments: the three zones of Indonesia, today in a zone, and dates as people read them.

Moments are stored in UTC; a day is always the day of somebody's zone. Deadlines of "3x24 jam" are plain
hours on a moment (``timedelta(hours=72)``); deadlines in working days are portal.places.working_days.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.lib.language import is_english

WIB = ZoneInfo("Asia/Jakarta")
WITA = ZoneInfo("Asia/Makassar")
WIT = ZoneInfo("Asia/Jayapura")

ZONE_LABELS = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

# fmt: off
# Written out here: a date in a message must read the same whatever system locale the machine has.
MONTHS = {
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni",
           "Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
}
SHORT_MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
WEEKDAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
# fmt: on

# [0-9] and \Z on purpose: \d takes Arabic digits and $ a trailing newline.
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")


def now_in(zone):
    """The present moment, told in ``zone`` (a ZoneInfo)."""
    return datetime.now(tz=zone)


def today_in(zone):
    """The calendar day it is now in ``zone``. National dates use WIB."""
    return now_in(zone).date()


def add_months(day, months):
    """The same day of a later month, or its last one: 30 November and three months give 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def zone_label(zone):
    """WIB, WITA or WIT; for a zone abroad its IANA name."""
    return ZONE_LABELS.get(zone.key, zone.key)


def _language(language):
    """The language asked for ("id" or "en"), or the active one."""
    return language or ("en" if is_english() else "id")


def long_date(day, *, weekday=False, language=None):
    """``17 September 2025``, with ``weekday`` ``Rabu, 17 September 2025``."""
    language = _language(language)
    text = f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
    return f"{WEEKDAYS[language][day.weekday()]}, {text}" if weekday else text


def short_date(day, *, weekday=False, language=None):
    """``26 Nov 2026``, with ``weekday`` ``Kamis, 26 Nov 2026``."""
    language = _language(language)
    text = f"{day.day} {SHORT_MONTHS[language][day.month - 1]} {day.year}"
    return f"{WEEKDAYS[language][day.weekday()]}, {text}" if weekday else text


def short_moment(moment, zone):
    """``26 Nov 2026, 14.05 WITA``; ``moment`` an aware datetime."""
    return _moment(moment, zone, short_date)


def long_moment(moment, zone):
    """``26 November 2026, 14.05 WITA``; ``moment`` an aware datetime."""
    return _moment(moment, zone, long_date)


def _moment(moment, zone, as_date):
    there = moment.astimezone(zone)
    return f"{as_date(there.date())}, {there:%H.%M} {zone_label(zone)}"


@dataclass(frozen=True)
class PartialDate:
    """A date as exactly as its source gave it: a year, a month or a day."""

    first: date  # the earliest day it may mean
    last: date  # the latest day it may mean, for limits that shall favour the person
    precision: str  # "year", "month" or "day"

    def __str__(self):
        return self.first.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]

    def long(self, *, language=None):
        """``2025``, ``Juli 2025`` or ``17 Juli 2025``."""
        return self._format(MONTHS, long_date, language)

    def short(self, *, language=None):
        """``2025``, ``Jul 2025`` or ``17 Jul 2025``."""
        return self._format(SHORT_MONTHS, short_date, language)

    def _format(self, months, whole, language):
        if self.precision == "year":
            return str(self.first.year)
        if self.precision == "month":
            return f"{months[_language(language)][self.first.month - 1]} {self.first.year}"
        return whole(self.first, language=language)


def parse_partial(text):
    """Read ``2025``, ``2025-07`` or ``2025-07-17`` into a PartialDate; None for an empty text.

    Raises ValueError for anything else, a day that doesn't exist included.
    """
    text = text.strip()
    if not text:
        return None
    found = _PARTIAL.match(text)
    if not found:
        raise ValueError("not a date of the form 2025, 2025-07 or 2025-07-17")
    year, month, day = (int(part) if part else None for part in found.groups())
    if month is None:
        return PartialDate(date(year, 1, 1), date(year, 12, 31), "year")
    if day is None:
        first = date(year, month, 1)
        return PartialDate(first, first.replace(day=monthrange(year, month)[1]), "month")
    return PartialDate(date(year, month, day), date(year, month, day), "day")
