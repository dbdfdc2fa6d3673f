"""Which PIN may be chosen. Six digits are a million possibilities, but people choose few of them."""

import re
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DIGITS = 6
PIN = re.compile(rf"[0-9]{{{DIGITS}}}\Z")

NOT_SIX_DIGITS = _("A PIN has 6 digits, nothing else.")
TOO_PLAIN = _("Others would guess this PIN. Please choose digits without a pattern.")
DATE_LIKE = _("This PIN looks like a date. Others may know your birthday: please choose another.")
OF_THE_NUMBER = _("This PIN is part of your phone number. Please choose another.")


def check_pin(pin, *, phone=None):
    """Whether somebody may choose ``pin``: raises ValidationError with a sentence for the person, returns None.

    Refused are anything but six digits; equal digits; runs up or down (``345678``, ``987654``, also over the zero:
    ``890123``); repeated pairs and triples (``272727``, ``482482``) and doubled or tripled digits (``114477``, ``555222``);
    what can be read as a date, DDMMYY or YYMMDD; and any six neighbouring digits of ``phone`` (E.164, a PhoneNumber,
    or None), as dialled at home or abroad.

    For choosing only: at log-in nobody is asked, since an older PIN stays good.
    """
    if not PIN.match(pin):
        raise ValidationError(NOT_SIX_DIGITS, code="not_six_digits")
    if _is_plain(pin):
        raise ValidationError(TOO_PLAIN, code="too_plain")
    if _is_date(pin[:2], pin[2:4]) or _is_date(pin[4:], pin[2:4]):
        raise ValidationError(DATE_LIKE, code="date_like")
    if phone and pin in _as_dialled(str(phone)):
        raise ValidationError(OF_THE_NUMBER, code="of_the_number")


def _is_plain(pin):
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        return True
    if pin in (pin[:2] * 3, pin[:3] * 2):
        return True
    return any(all(len(set(group)) == 1 for group in _groups(pin, size)) for size in (2, 3))


def _groups(pin, size):
    return [pin[start : start + size] for start in range(0, DIGITS, size)]


def _is_date(day, month):
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _as_dialled(number):
    """The digits with the country's code, and with the zero instead of Indonesia's."""
    return f"{number} {number.replace('+62', '0', 1)}"
