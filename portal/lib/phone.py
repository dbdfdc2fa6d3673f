"""Phone numbers as people here type them, brought into the one spelling E.164 (``+6281234567890``).

The library behind it takes ``62812…`` without plus for another, wrong number; so a leading 62 is understood here.
"""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 40  # characters typed, with all their spaces
# What stands between digits, also where it was copied from a chat: its hyphens, spaces and marks of direction.
BETWEEN = re.compile("[ \t().\\-/\u00a0\u2007\u2009\u200e\u200f\u2010\u2011\u2012\u2013\u202a-\u202f\u2060]")
DIGITS = re.compile(r"\+?[0-9]{3,20}\Z")
RECEIVES_SMS = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}

NO_NUMBER = _("This is no phone number. Please write it like 0812 3456 7890.")
TOO_SHORT = _("This number is too short. Please write all of it, like 0812 3456 7890.")
WITHOUT_COUNTRY = _("Please begin with 08. A number of another country begins with + and its code.")
UNKNOWN_NUMBER = _("There is no such phone number. Please check each digit.")
NOT_MOBILE = _("This is no mobile number. Please write one that receives SMS.")


def parse(text):
    """The number in E.164; raises ValidationError with a sentence for whoever typed it.

    ``0812…``, ``812…``, ``62812…``, ``0062812…`` and ``+62812…`` are the same number; a foreign one needs its plus.
    """
    typed = BETWEEN.sub("", str(text).strip()) if len(str(text)) <= LONGEST else ""
    if not DIGITS.match(typed):
        raise ValidationError(NO_NUMBER, code="no_number")
    try:
        number = phonenumbers.parse(_with_country(typed), None)
    except phonenumbers.NumberParseException as problem:
        raise ValidationError(UNKNOWN_NUMBER, code="unknown_number") from problem
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == phonenumbers.ValidationResult.TOO_SHORT:
        raise ValidationError(TOO_SHORT, code="too_short")
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(UNKNOWN_NUMBER, code="unknown_number")
    if phonenumbers.number_type(number) not in RECEIVES_SMS:
        raise ValidationError(NOT_MOBILE, code="not_mobile")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def as_dialled(number):
    """``number`` (E.164) as people here write it: 0812-3456-7890; a foreign one with its country."""
    parsed = phonenumbers.parse(str(number), None)
    is_ours = parsed.country_code == 62
    style = phonenumbers.PhoneNumberFormat.NATIONAL if is_ours else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def _with_country(typed):
    if typed.startswith("+"):
        return typed
    if len(typed) < 8:
        raise ValidationError(TOO_SHORT, code="too_short")
    if typed.startswith("00"):
        return f"+{typed[2:]}"
    if typed.startswith("62"):
        return f"+{typed}"
    if typed.startswith("0"):
        return f"+62{typed[1:]}"
    if typed.startswith("8"):
        return f"+62{typed}"
    raise ValidationError(WITHOUT_COUNTRY, code="without_country")
