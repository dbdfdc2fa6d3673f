"""Tables from files, CSV or XLSX: told to be unusable before anything is done, then read row by row.

Knows nothing of what the rows mean. Cells are text: a formula is its own text, a date that Excel typed is ISO 8601.
"""

import csv
import re
import tempfile
from collections import Counter
from pathlib import Path

from django.utils.translation import gettext as _

from portal.lib import money
from portal.lib.spreadsheets import Unusable, sheet_records

MOST_ROWS = 200_000
ANY = object()  # as ``ignored``: any other column may be there
MOST_BYTES = 256 * 1024**2
MOST_CELL_CHARACTERS = 32 * 1024**2
# By these a spreadsheet knows a formula; some know the wide ones of East Asian keyboards too.
FORMULA_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Where a comma is the decimal sign, as in Indonesia, Excel begins a cell behind each semicolon, and knows no quotation
# marks behind a comma.
_BEHIND_A_BREAK = re.compile(rf"([;\r\n]\s*)(?=[{re.escape(''.join(FORMULA_SIGNS))}])")
_IN_NO_SHEET = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0


class Table:
    """The rows of one file. ``row_count`` is known from the start; iterating gives ``(number, cells)``.

    ``number`` counts as a spreadsheet does, the header being 1. ``cells`` is a dict by column name, or None for
    a row with more or fewer cells than the header. Rows without any content are not rows.
    """

    def __init__(self, path, columns, *, ignored=()):
        """Read and check the whole file; raises Unusable. ``columns``: the names that must be there, in any order.

        ``ignored``: names that may be there too, or ANY.
        """
        self.columns, self.ignored = tuple(columns), ignored
        self.row_count = 0
        self.last_cells = []  # of the row handed out last, as they stand in the file
        # A copy: counting and reading must see the same rows, even when somebody saves the file meanwhile.
        self._spool = tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="")  # noqa: SIM115
        try:
            self._fill(_records(Path(path)))
        except BaseException:
            self._spool.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._spool.close()

    def __iter__(self):
        self._spool.seek(0)
        width = len(self.header)
        for number, *cells in csv.reader(self._spool):
            self.last_cells = cells
            yield int(number), dict(zip(self.header, cells, strict=True)) if len(cells) == width else None

    def _fill(self, records):
        # The spool may hold cells of any length; csv's own limit is for the whole process.
        csv.field_size_limit(max(csv.field_size_limit(), MOST_CELL_CHARACTERS))
        self.header = None
        write = csv.writer(self._spool).writerow
        for number, cells in records:
            if not any(cells):
                continue
            if self.header is None:
                self.header = _checked_header(cells, self.columns, self.ignored)
                continue
            self.row_count += 1
            if self.row_count > MOST_ROWS:
                raise Unusable(
                    _("The file has more than %(most)s rows. Please split it.") % {"most": money.number(MOST_ROWS)}
                )
            write((number, *cells))
        if self.header is None:
            raise Unusable(_("The file is empty."))


def _checked_header(cells, columns, ignored):
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    missing = [name for name in columns if name not in names]
    repeated = sorted(name for name, count in Counter(names).items() if name in columns and count > 1)
    unknown = [] if ignored is ANY else [name for name in names if name not in columns and name not in ignored]
    sentences = []
    if missing:
        sentences.append(_("Missing columns: %(names)s.") % {"names": _some(missing)})
    if repeated:
        sentences.append(_("Columns that appear more than once: %(names)s.") % {"names": _some(repeated)})
    if unknown:
        sentences.append(_("Columns that don't belong here: %(names)s.") % {"names": _some(unknown)})
    if sentences:
        raise Unusable(" ".join(sentences))
    return names


def _some(names, most=5):
    shown = ", ".join(repr(name[:40]) for name in names[:most])
    more = len(names) - most
    if more <= 0:
        return shown
    return _("%(shown)s and %(count)s more") % {"shown": shown, "count": money.number(more)}


def _records(path):
    """``(number, cells)`` of every line or sheet row, the header included."""
    try:
        if not path.is_file():
            raise Unusable(_("There is no such file.") if not path.exists() else _("This is a folder, not a file."))
        if path.stat().st_size > MOST_BYTES:
            raise Unusable(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024**2})
        with path.open("rb") as file:
            start = file.read(4)
    except (OSError, ValueError) as error:
        raise Unusable(_("The file can't be opened.")) from error
    return sheet_records(path) if start.startswith(b"PK\x03\x04") else _csv_records(path)


def _csv_records(path):
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.read(200_000)
            file.seek(0)
            first = head.split("\n", 1)[0]
            if "\x00" in first:
                raise Unusable(_("The file is neither CSV nor XLSX."))
            # Excel writes semicolons where the comma is the decimal sign, as in Indonesia.
            delimiter = max(",;\t", key=first.count)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            csv.field_size_limit(max(csv.field_size_limit(), MOST_CELL_CHARACTERS))
            yield from enumerate(reader, start=1)
    except UnicodeDecodeError as error:
        raise Unusable(_("The file is not text in UTF-8. Please save it as CSV UTF-8 or as XLSX.")) from error
    except csv.Error as error:
        raise Unusable(
            _("The file can't be read as CSV from line %(line)s on: is a quotation mark missing?")
            % {"line": money.number(reader.line_num)}
        ) from error


def as_plain_text(text):
    """``text`` for a cell that goes out: a spreadsheet shows it as it is, and never runs it as a formula. Signs that no
    sheet can hold are left out."""
    text = _BEHIND_A_BREAK.sub(r"\1'", _IN_NO_SHEET.sub("", text))
    return f"'{text}" if text.lstrip().startswith(FORMULA_SIGNS) else text
