"""The first sheet of an XLSX file as rows of text, however large, damaged or hostile the file is.

It is told to be unusable before it has taken more memory than the limits below.
"""

import warnings
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from xml.etree.ElementTree import iterparse
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

# What a spreadsheet may hold when unpacked: 200,000 rows of 30 columns take some 400 MB of XML.
MOST_UNPACKED_BYTES = 1024**3
# Texts that cells share are all held in memory. 200,000 rows of 28 columns, half of them with a text of their own.
MOST_SHARED_STRINGS = 2_800_000
# Of a sheet one row, of the shared texts one, of other parts the whole is a tree in memory, some twenty times its size.
MOST_TREE_BYTES = 32 * 1024**2
# A tree grows by its elements and attributes, however short and deep: these many "<" and "=" are 400 MB at worst. The
# widest row that a spreadsheet can write has 200,000.
MOST_TREE_SIGNS = 1_500_000
LAST_SHEET_ROW = 1_048_576
_ITEM, _RUN, _TEXT = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "r", "t"))
# Cells beyond the header are looked at this far, to be able to say that a row has too many.
SPARE_COLUMNS = 20


class Unusable(Exception):
    """The file as a whole can't be read; the message is a sentence for whoever gave it."""


def sheet_records(path):
    """``(number, cells)`` of every row of the first sheet that holds anything; raises Unusable."""
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
