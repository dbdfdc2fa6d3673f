"""Tables from files, CSV or XLSX: told to be unusable before anything is done, then read row by row.

Knows nothing of what the rows mean. Cells are text: a formula is its own text, a date that Excel typed is ISO 8601.
"""

import csv
import tempfile
import warnings
import zipfile
from collections import Counter
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from xml.etree.ElementTree import iterparse
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from portal.lib import money

MOST_ROWS = 200_000
MOST_BYTES = 256 * 1024**2
# What a spreadsheet may hold when unpacked: 200,000 rows of 30 columns take some 400 MB of XML.
MOST_UNPACKED_BYTES = 1024**3
# Texts that cells share are all held in memory. 200,000 rows of 28 columns, half of them with a text of their own.
MOST_SHARED_STRINGS = 14 * MOST_ROWS
# Of a sheet one row, of the shared texts one, of other parts the whole is a tree in memory, some twenty times its size.
MOST_TREE_BYTES = 32 * 1024**2
# A tree grows by its elements and attributes, however short and deep: these many "<" and "=" are 400 MB at worst. The
# widest row that a spreadsheet can write has 200,000.
MOST_TREE_SIGNS = 1_500_000
MOST_CELL_CHARACTERS = 32 * 1024**2
LAST_SHEET_ROW = 1_048_576
_ITEM, _RUN, _TEXT = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "r", "t"))
# Cells beyond the header are looked at this far, to be able to say that a row has too many.
SPARE_COLUMNS = 20
# By these a spreadsheet knows a formula; some know the wide ones of East Asian keyboards too.
FORMULA_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Unusable(Exception):
    """The file as a whole can't be read; the message is a sentence for whoever gave it."""


class Table:
    """The rows of one file. ``row_count`` is known from the start; iterating gives ``(number, cells)``.

    ``number`` counts as a spreadsheet does, the header being 1. ``cells`` is a dict by column name, or None for
    a row with more or fewer cells than the header. Rows without any content are not rows.
    """

    def __init__(self, path, columns, *, ignored=()):
        """Read and check the whole file; raises Unusable. ``columns``: the names that must be there, in any order.

        ``ignored``: names that may be there too.
        """
        self.columns, self.ignored = tuple(columns), tuple(ignored)
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
    unknown = [name for name in names if name not in columns and name not in ignored]
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
    return _sheet_records(path) if start.startswith(b"PK\x03\x04") else _csv_records(path)


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


def _sheet_records(path):
    _check_archive(path)
    # openpyxl answers a damaged file with whatever its XML and zip readers raise.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "extension is not supported" and the like concern formatting only
            yield from _sheet_rows(path)
    except (Unusable, GeneratorExit):
        raise
    except Exception as error:
        raise _damaged() from error


def _check_archive(path):
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged() from error
    sizes = {member.filename: member.file_size for member in members}
    if "xl/workbook.xml" not in sizes:
        raise Unusable(_("The file is neither CSV nor XLSX."))
    if sum(sizes.values()) > MOST_UNPACKED_BYTES or len(members) > 10_000:
        raise _too_large()


def _damaged():
    return Unusable(_("The spreadsheet is damaged and can't be read."))


def _too_large():
    return Unusable(_("The spreadsheet unpacks to more than this portal reads. Please save it as CSV."))


class _Archive(zipfile.ZipFile):
    """Lets out as much of a part as a tree may grow of; of sheets and shared texts that much for each row or text."""

    def open(self, name, *args, **options):
        self.start_anew()
        with _Part(super().open(name), self) as part:
            _refuse_entities(part)
        self.start_anew()
        return _Part(super().open(name), self)

    def start_anew(self):
        self._left, self._signs_left = MOST_TREE_BYTES, MOST_TREE_SIGNS

    def count(self, text):
        self._left -= len(text)
        self._signs_left -= text.count(b"<") + text.count(b"=")
        if self._left < 0 or self._signs_left < 0:
            raise _too_large()


class _Part:
    def __init__(self, source, archive):
        self._source, self._archive = source, archive

    def read(self, size=-1):
        text = self._source.read(MOST_TREE_BYTES + 1 if size is None or size < 0 else size)
        self._archive.count(text)
        return text

    def close(self):
        self._source.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def _refuse_entities(part):
    """No spreadsheet has a document type; in one, entities make gigabytes of a few kilobytes, or name other files."""
    parser, is_over = expat.ParserCreate(), []

    def refuse(*declared):
        raise _damaged()

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse, lambda *start: is_over.append(start)
    with suppress(expat.ExpatError):  # a part that is no XML is the reader's to refuse
        while not is_over and (text := part.read(4096)):
            parser.Parse(text)


class _Reader(ExcelReader):
    def read_strings(self):
        """Like openpyxl's, which keeps an emptied element for each text and counts none."""
        if kind := self.package.find(SHARED_STRINGS):
            with self.archive.open(kind.PartName[1:]) as part:
                self.shared_strings = list(_shared_strings(part, self.archive))


def _shared_strings(source, archive):
    root, count = None, 0
    for event, node in iterparse(source, events=("start", "end")):  # noqa: S314 - has no entities
        if root is None:
            root = node
        if event == "end" and node.tag == _ITEM:
            count += 1
            if count > MOST_SHARED_STRINGS:
                raise _too_large()
            # Its own text or those of its runs; how a word is pronounced stands elsewhere in it.
            texts = [one for part in node for one in (part if part.tag == _RUN else (part,)) if one.tag == _TEXT]
            yield "".join(one.text or "" for one in texts).replace("x005F_", "")
            root.clear()
            archive.start_anew()


def _sheet_rows(path):
    reader = _Reader(path, read_only=True, data_only=False, keep_links=False)
    reader.archive.close()
    with _Archive(path) as archive:
        reader.archive = archive
        reader.read()
        sheet = reader.wb.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is not always so
        width = None
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            archive.start_anew()
            if number > LAST_SHEET_ROW:
                raise _damaged()
            texts = [_cell_text(value) for value in cells[: width + SPARE_COLUMNS if width else None]]
            while texts and not texts[-1]:
                texts.pop()
            if width is None and texts:
                width = len(texts)
            if texts:
                yield number, texts + [""] * (width - len(texts))


def _cell_text(value):
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        # 24.0 was typed as 24; without an exponent, so that a long number stays one.
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e16 else repr(value)
    return str(value)


def as_plain_text(text):
    """``text`` for a cell that goes out: a spreadsheet shows it as it is, and never runs it as a formula."""
    return f"'{text}" if text.lstrip().startswith(FORMULA_SIGNS) else text
