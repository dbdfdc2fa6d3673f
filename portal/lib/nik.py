"""NIK, the number of a person in the population register: ``PPKKCC DDMMYY NNNN``.

Province, regency and district of the *first* registration, day of birth (a woman's plus 40), a serial number. It is kept
for life, also when the person moves or the day of birth is corrected. The packages for it refuse newer provinces and
read every year as 19YY, hence our own.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LENGTH = 16
# Kemendagri codes of provinces (portal/places/data/provinces.csv, a test compares), and 54: East Timor until 1999.
# A regency that later came under another province keeps its people's numbers, all under codes that still exist.
_RUNS = ((11, 19), (21, 21), (31, 36), (51, 54), (61, 65), (71, 76), (81, 82), (91, 96))
PROVINCES = frozenset(str(code) for first, last in _RUNS for code in range(first, last + 1))
BETWEEN = re.compile("[ \t.\\-/\u00a0\u2007\u2009\u2010\u2011\u2012\u2013\u202f]")
DIGITS = re.compile("[0-9]+")  # ASCII alone: \d and isdigit() take other scripts' digits too

NOT_DIGITS = _("A NIK is made of digits alone. Letters like O or I may stand where 0 or 1 belongs.")
WRONG_LENGTH = _("A NIK has 16 digits, this number has %(count)s. Please compare it with your KTP or KK.")
NO_PROVINCE = _("No NIK begins with these two digits. Please compare the first digits with your KTP or KK.")
NO_DAY = _(
    "Digits 7 to 12 stand for the day of birth, and there is no such day. Please compare them with your KTP or KK."
)
NO_SERIAL = _("The last four digits of a NIK are never 0000. Please compare them with your KTP or KK.")


@dataclass(frozen=True)
class Mismatch:
    """What an officer should look at: ``field`` of the form, a sentence without any value. Never an error."""

    field: str
    sentence: str


def parse(text, provinces=PROVINCES):
    """The 16 digits; raises ValidationError with all that is wrong, in the person's words.

    That a number is well formed doesn't prove that it was ever given to anybody.
    """
    digits = BETWEEN.sub("", str(text))
    if not DIGITS.fullmatch(digits):
        raise ValidationError(NOT_DIGITS, code="not_digits")
    if len(digits) != LENGTH:
        raise ValidationError(WRONG_LENGTH, code="wrong_length", params={"count": len(digits)})
    problems = []
    if digits[:2] not in provinces:
        problems.append(ValidationError(NO_PROVINCE, code="no_province"))
    if not birth_dates(digits):
        problems.append(ValidationError(NO_DAY, code="no_day"))
    if digits[12:] == "0000":
        problems.append(ValidationError(NO_SERIAL, code="no_serial"))
    if problems:
        raise ValidationError(problems)
    return digits


def birth_dates(nik):
    """The days that ``nik`` (16 digits) can mean, one per century, the older first; none when there is no such day."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    possible = []
    for century in (1900, 2000):
        try:
            possible.append(date(century + year, month, day - 40 if day > 40 else day))
        except ValueError:
            continue
    return possible


def sex(nik):
    """ "female" or "male", as the day of birth in ``nik`` says."""
    return "female" if int(nik[6:8]) > 40 else "male"


def mismatches(nik, birth_date, declared_sex):
    """Where ``nik`` differs from what the person declared; None or "" is declared nothing.

    A number isn't changed when birth data are corrected: so a human looks, and nobody is refused for it.
    """
    found = []
    if birth_date and birth_date not in birth_dates(nik):
        found.append(Mismatch("birth_date", _("The day of birth in the NIK is another one.")))
    if declared_sex and declared_sex != sex(nik):
        found.append(Mismatch("sex", _("The sex in the NIK is the other one.")))
    return found


def masked(nik):
    """For the screen: ``5304 •••• •••• 0003``. Also of a KK, which has 16 digits as well; "" stays ""."""
    return f"{nik[:4]} •••• •••• {nik[-4:]}" if len(nik) == LENGTH else "•" * len(nik)


def spaced(nik):
    """For whoever may read all of it: in groups of four, as people compare it."""
    return " ".join(nik[place : place + 4] for place in range(0, len(nik), 4))
