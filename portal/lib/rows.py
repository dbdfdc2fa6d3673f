"""One row of a table, read cell by cell: each answer is the finished type, each problem a sentence.

A sentence names the row by its number and the column, and says what is wrong, never the whole value.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from portal.lib import money
from portal.lib.dates import parse_partial

# [0-9] on purpose: \d also takes digits of other scripts.
_WHOLE = re.compile(r"[0-9]{1,18}\Z")
_AMOUNT = re.compile(r"[0-9]{1,18}(\.[0-9]{1,2})?\Z")
_PLAIN = re.compile(r"[ -~\n\r\t]*\Z")
_SPACES = re.compile(r"\s+")


class Row:
    def __init__(self, number, cells):
        """``cells``: dict of column and text, or None when the row doesn't have as many cells as the header."""
        self.number = number
        self.cells = cells or {}
        self.problems = []
        if cells is None:
            self.problems.append(_("The row doesn't have as many cells as the header."))

    def refuse(self, column, reason):
        """Note why this row can't be taken; ``reason`` is a sentence. ``column`` may be "" for the row as a whole."""
        self.problems.append(f"{column}: {reason}" if column else reason)

    def text(self, column, most, *, required=False, lines=False):
        """The text without spare spaces, "" when empty. ``lines``: line breaks are kept."""
        raw = self.cells.get(column, "")
        if not raw:
            if required:
                self.refuse(column, _("Must not be empty."))
            return ""
        # What most cells are: one line without spare spaces.
        if len(raw) <= most and raw.isprintable() and raw.isascii() and "  " not in raw and raw[0] != " " != raw[-1]:
            return raw
        if not _PLAIN.match(raw) and any(
            unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\r\t" for character in raw
        ):
            self.refuse(column, _("Has a character that can't be stored."))
            return ""
        text = raw.strip() if lines else _SPACES.sub(" ", raw).strip()
        if len(text) > most:
            self.refuse(
                column,
                _("Is too long: %(count)s characters, at most %(most)s.")
                % {"count": money.number(len(text)), "most": most},
            )
            return ""
        if required and not text:
            self.refuse(column, _("Must not be empty."))
        return text

    def whole(self, column, most):
        """A whole number from 0 to ``most``, None when empty."""
        text = self.cells.get(column, "").strip()
        if not text:
            return None
        if not _WHOLE.match(text):
            self.refuse(column, _("Is not a whole number. Write it in digits without separators, like 1500."))
            return None
        number = int(text)
        if number > most:
            self.refuse(column, _("Is larger than %(most)s.") % {"most": money.number(most)})
            return None
        return number

    def amount(self, column, most):
        """A Decimal from 0 to ``most`` with at most two decimals after a point, None when empty."""
        text = self.cells.get(column, "").strip()
        if not text:
            return None
        if not _AMOUNT.match(text):
            self.refuse(column, _("Is not an amount. Write it in digits without separators, like 1500 or 1500.50."))
            return None
        number = Decimal(text)
        if number > most:
            self.refuse(column, _("Is larger than %(most)s.") % {"most": money.number(most)})
            return None
        return number

    def partial_date(self, column):
        """A PartialDate, None when empty."""
        text = self.cells.get(column, "").strip()
        if not text:
            return None
        try:
            return parse_partial(text)
        except ValueError:
            self.refuse(column, _("Is not a date like 2026, 2026-07 or 2026-07-17."))
            return None

    def day(self, column):
        """A date; None when empty or when the source gave no more than a month or a year."""
        partial = self.partial_date(column)
        return partial.first if partial and partial.precision == "day" else None

    def published(self, column, today):
        """The PartialDate of a publication: it can't lie wholly after ``today`` (date)."""
        partial = self.partial_date(column)
        if partial and partial.first > today:
            self.refuse(column, _("Lies in the future."))
            return None
        return partial

    def choice(self, column, values):
        """What ``values`` (dict by the text in the file, "" included when it may be empty) gives for this cell."""
        text = self.text(column, 60)
        if text in values:
            return values[text]
        self.refuse(column, _("Is none of: %(values)s.") % {"values": ", ".join(filter(None, values))})
        return ""

    def address(self, column, most=500):
        """A web address, "" when empty. Others than http and https are refused: the address becomes a link."""
        text = iri_to_uri(self.text(column, most))
        if not text:
            return ""
        try:
            parts = urlsplit(text)
        except ValueError:
            parts = None
        if not parts or parts.scheme not in {"http", "https"} or not parts.netloc or " " in text or len(text) > most:
            self.refuse(column, _("Is not a web address that begins with http:// or https://."))
            return ""
        return text


def in_order(lower, upper):
    """Whether two limits fit together; an unknown one fits any."""
    return lower is None or upper is None or lower <= upper


def first_day(partial: "date | None"):
    """The earliest day that a PartialDate can mean, None for None."""
    return partial.first if partial else None
