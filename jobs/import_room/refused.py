"""The rows that an import refused, as a sheet to be put right and uploaded again."""

import tempfile
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from portal.lib.tabular import FORMULA_SIGNS

REASON_COLUMN = "reason"
SHOWN = 100  # rows whose reasons stand on the page itself
MOST_SENTENCES = 1000  # characters of them there
MOST_CELL = 32_767  # characters in a cell of a spreadsheet


class RefusedRows:
    """Takes refused rows one by one; ``first``: the first SHOWN as pairs of number and sentences."""

    def __init__(self, table):
        self.table, self.first = table, []
        self.width = len([name for name in table.header if name != REASON_COLUMN])
        self._book = None

    def add(self, number, sentences):
        reasons = " ".join(sentences)
        if len(self.first) < SHOWN:
            self.first.append([number, reasons[:MOST_SENTENCES]])
        if self._book is None:
            self._book = Workbook(write_only=True)
            self._sheet = self._book.create_sheet(_("Refused"))
            self._sheet.append([*(name for name in self.table.header if name != REASON_COLUMN), REASON_COLUMN])
        told = _("Row %(number)s: %(reasons)s") % {"number": number, "reasons": reasons}
        cells = self._own_cells()
        # Cells that have no column stand behind the reason, so that nothing of the row is lost.
        row = [*cells[: self.width], *[""] * (self.width - len(cells)), told, *cells[self.width :]]
        self._sheet.append([_as_text(self._sheet, text) for text in row])

    def _own_cells(self):
        """The row's cells without the reason of an earlier time."""
        header, cells = self.table.header, self.table.last_cells
        if REASON_COLUMN not in header:
            return cells
        place = header.index(REASON_COLUMN)
        return cells[:place] + cells[place + 1 :]

    def save(self, name):
        """Write the sheet to the storage; returns its name there, "" when no row was refused."""
        if self._book is None:
            return ""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "refused.xlsx"
            self._book.save(path)
            with path.open("rb") as file:
                return default_storage.save(name, File(file))


def _as_text(sheet, text):
    """A cell that shows the text and never counts: a formula in it stays text, also when somebody edits it."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text.encode("utf-8", "replace").decode())[:MOST_CELL]
    if not text.lstrip().startswith(FORMULA_SIGNS):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.quotePrefix = "s", True
    return cell
