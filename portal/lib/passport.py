"""Passports: how their numbers look, and the two machine-readable lines at the foot of the page with the photograph.

Lines and check digits: ICAO Doc 9303, part 3 section 4.9 (check digits), part 4 section 4.2 (format TD3).
"""

import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LENGTH = 44  # characters of each line
AHEAD = 20  # years: no passport is good for longer, so a later year of expiry means the century before
NUMBER = re.compile("[A-Z]{1,2}[0-9]{6,7}")
SPACES = re.compile("[\\s\u200e\u200f\u2060]+")
SIGNS = re.compile("[A-Z0-9<]*")
# What keyboards and telephones put in the place of the filler.
FILLERS = str.maketrans({"«": "<<", "‹": "<", "〈": "<", "＜": "<", "≪": "<<"})
TO_DIGITS = str.maketrans("OQIL", "0011")
TO_LETTERS = str.maketrans("01", "OI")

WRONG_NUMBER = _(
    "This is no number of an Indonesian passport. It has one or two letters and 6 or 7 digits, like C1234567."
)
WRONG_SIGNS = _("Only letters, digits and the sign < stand in this line.")
WRONG_LENGTH = _("This line has 44 signs, yours has %(count)s. Please count each < too.")
NO_PASSPORT = _("The upper line of a passport begins with P.")
NO_NAME = _("No name stands in this line. It begins with the sixth sign.")
NO_COUNTRY = _("The country has letters alone, like IDN.")
NO_SEX = _("Here stands M, F or <.")
NO_DAY = _("There is no such day. It is written year, month, day, two digits each.")
WRONG_CHECK = _("A sign in this part or its check digit differs from the passport. Please compare each sign.")
O_OR_ZERO = _("A sign in this part differs from the passport. Please look at the letter O and the digit 0.")


def parse_number(text):
    """The number in its one spelling, capital letters without spaces; raises ValidationError."""
    number = SPACES.sub("", str(text)).replace("-", "").upper()
    if not NUMBER.fullmatch(number):
        raise ValidationError(WRONG_NUMBER, code="wrong_number")
    return number


@dataclass
class Zone:
    """What the two lines say. ``problems``: field (or "line1", "line2") to sentence; empty when all check digits fit."""

    issuer: str = ""
    surname: str = ""  # a single name stands here alone
    given_names: str = ""
    number: str = ""
    nationality: str = ""
    birth_date: date | None = None  # None too where the passport doesn't know day or month
    sex: str = ""  # "female", "male", or "" for unspecified
    expires_on: date | None = None
    personal_number: str = ""
    problems: dict = field(default_factory=dict)

    @property
    def name(self):
        """As one field: given names first. Longer names are cut in a passport."""
        return f"{self.given_names} {self.surname}".strip()


def read_zone(upper, lower, today):
    """The Zone that the two typed lines mean; ``today`` decides centuries.

    Small letters, spaces and other signs for < are understood; where only digits or only letters can stand, O and 0, I and 1
    are taken for each other. What doesn't fit stands in ``problems`` and that field is left empty.
    """
    zone = Zone()
    upper, lower = _line(zone, "line1", upper), _line(zone, "line2", lower)
    if upper:
        _read_upper(zone, upper)
    if lower:
        _read_lower(zone, lower, today)
    return zone


def check_digit(signs):
    """Weights 7, 3, 1 over digits as they are, A to Z as 10 to 35, < as 0; the rest of the division by ten."""
    total = sum((7, 3, 1)[place % 3] * (0 if sign == "<" else int(sign, 36)) for place, sign in enumerate(signs))
    return str(total % 10)


def _line(zone, name, typed):
    line = SPACES.sub("", str(typed).translate(FILLERS)).upper()
    if not SIGNS.fullmatch(line):
        zone.problems[name] = WRONG_SIGNS
    elif len(line) != LENGTH:
        zone.problems[name] = WRONG_LENGTH % {"count": len(line)}
    else:
        return line
    return ""


def _read_upper(zone, line):
    if line[0] != "P":
        zone.problems["line1"] = NO_PASSPORT
    zone.issuer = _country(zone, "issuer", line[2:5])
    names = line[5:].translate(TO_LETTERS).strip("<")
    surname, _double, given = names.partition("<<")
    zone.surname, zone.given_names = _words(surname), _words(given)
    if not names or re.search("[0-9]", names):
        zone.problems["name"] = NO_NAME if not names else WRONG_CHECK


def _read_lower(zone, line, today):
    birth, expiry = line[13:19].translate(TO_DIGITS), line[21:27].translate(TO_DIGITS)
    checks = {place: line[place].translate(TO_DIGITS) for place in (9, 19, 27, 42, 43)}
    zone.nationality = _country(zone, "nationality", line[10:13])
    zone.number = _checked(zone, "number", line[:9], checks[9]).rstrip("<")
    if _checked(zone, "birth_date", birth, checks[19]):
        zone.birth_date = _day(zone, "birth_date", birth, latest=today)
    if _checked(zone, "expires_on", expiry, checks[27]):
        zone.expires_on = _day(zone, "expires_on", expiry, latest=date(today.year + AHEAD, 12, 31))
    # Nothing in the optional part: its check digit may be 0 or <.
    optional = line[28:42]
    zone.personal_number = _checked(zone, "personal_number", optional, checks[42].replace("<", "0")).rstrip("<")
    zone.sex = {"M": "male", "F": "female"}.get(line[20], "")
    if line[20] not in "MF<":
        zone.problems["sex"] = NO_SEX
    whole = line[:9] + checks[9] + birth + checks[19] + expiry + checks[27] + optional + checks[42]
    if not zone.problems and check_digit(whole) != checks[43]:
        zone.problems["line2"] = WRONG_CHECK


def _checked(zone, name, signs, digit):
    """``signs`` if their check digit fits, else "" and a problem, a kind one where an O or a 0 explains it."""
    if check_digit(signs) == digit:
        return signs
    swapped = [
        signs[:at] + {"O": "0", "0": "O"}[sign] + signs[at + 1 :] for at, sign in enumerate(signs) if sign in "O0"
    ]
    zone.problems[name] = O_OR_ZERO if any(check_digit(other) == digit for other in swapped) else WRONG_CHECK
    return ""


def _country(zone, name, signs):
    code = signs.translate(TO_LETTERS).rstrip("<")
    if code.isalpha():
        return code
    zone.problems[name] = NO_COUNTRY
    return ""


def _day(zone, name, signs, latest):
    """The latest day not after ``latest`` that YYMMDD can mean; None without a problem where parts are unknown."""
    if "<" in signs:
        return None
    for century in (latest.year // 100, latest.year // 100 - 1):
        try:
            day = date(century * 100 + int(signs[:2]), int(signs[2:4]), int(signs[4:]))
        except ValueError:
            continue
        if day <= latest:
            return day
    zone.problems[name] = NO_DAY
    return None


def _words(signs):
    return " ".join(signs.replace("<", " ").split())
