"""Amounts as people read them: the sign before the number, no cents, separators of the page's language."""

from functools import lru_cache

from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# ISO 4217 -> the sign that sources and people use; a currency without one shows its code.
SIGNS = {
    "AUD": "A$", "BND": "B$", "EUR": "€", "GBP": "£", "HKD": "HK$", "IDR": "Rp", "JPY": "¥", "KRW": "₩",
    "MYR": "RM", "NZD": "NZ$", "SGD": "S$", "TWD": "NT$", "USD": "US$",
}  # fmt: skip
MILLION = 1_000_000
# An estimate in rupiah is rounded to this, so that it does not look exact.
ESTIMATE_STEP = 10_000


def number(value):
    """A whole or decimal number in the page's language: ``1.118`` or ``3,6``; trailing zeros are dropped."""
    return _number(value, get_language() or "id")


# A page of cards prints a hundred numbers, mostly the same few: quotas, counts, a zero fee.
@lru_cache(maxsize=4096)
def _number(value, language):
    return format_decimal(value, format="#,##0.##", locale=language)


def amount(value, currency):
    """``NT$29.500``; the sign or the ISO code stands before the number without a space."""
    return f"{SIGNS.get(currency, currency)}{number(value)}"


def amount_range(lowest, highest, currency):
    """``Rp8 sampai 12 juta``, ``RM1.500 sampai 1.700``, or one amount when both are the same or one is None."""
    if lowest is None or highest is None or lowest == highest:
        return amount(highest if lowest is None else lowest, currency)
    sign = SIGNS.get(currency, currency)
    if currency == "IDR" and not lowest % MILLION and not highest % MILLION:
        values = {"sign": sign, "lowest": number(lowest / MILLION), "highest": number(highest / MILLION)}
        return _("%(sign)s%(lowest)s to %(highest)s million") % values
    return _("%(sign)s%(lowest)s to %(highest)s") % {
        "sign": sign, "lowest": number(lowest), "highest": number(highest),
    }  # fmt: skip


def rupiah_estimate(value, rate):
    """``± Rp15.460.000``: ``value`` of a foreign currency at ``rate`` rupiah each, rounded, with a no-break space."""
    rounded = round(value * rate / ESTIMATE_STEP) * ESTIMATE_STEP
    return f"±\u00a0{amount(rounded, 'IDR')}"
