"""The files an officer may see, as a sheet. Each person reads in their own list of looks that they stood on it."""

import csv
import io

from django.db import transaction
from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from openpyxl import Workbook

from portal.accounts.acting import ActRefused
from portal.audit.services import record
from portal.lib import money
from portal.lib.tabular import as_plain_text
from registrations.desk import queue
from registrations.disclosures import disclose_sheet
from registrations.models import Registration
from registrations.workflow import State

MOST_EXPORTED = 50_000
# What is on it of a person. Neither NIK nor family card, phone or address: who needs them opens the file.
FIELDS = ("name", "birth_date", "sex", "village")
_BATCH = 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Line:
    """What csv.writer writes to; the line itself comes back from it."""

    def write(self, text):
        return text


def scope(by, tab="", **narrowed):
    """Other people's registrations that ``by`` may see: those of a queue.Tab as its filters show it, or all of them."""
    found = Registration.objects.visible_to(by).of_others_than(by)
    found = queue.narrowed(found, **narrowed)
    return queue.of_tab(found, tab, by) if tab else found


@transaction.atomic
def take(by, found, *, purpose):
    """The keys of ``found`` in the order of their sheet, once each person's list and the audit say that they were taken.

    ``purpose``: a Disclosure.Purpose. Raises ActRefused where nobody or too many stand on it.
    """
    keys = bounded(found.order_by("pk").values_list("pk", flat=True))
    note_taken(by, keys, purpose=purpose, action="registrations.exported", fields=FIELDS)
    return keys


def bounded(rows):
    """A queryset as a list; raises ActRefused where nobody or too many stand on it."""
    found = list(rows[: MOST_EXPORTED + 1])
    if not found:
        raise ActRefused(_("Nobody would stand on this sheet."))
    if len(found) > MOST_EXPORTED:
        words = _("More than %(most)s people. Please narrow it with the filters of the queue.")
        raise ActRefused(words % {"most": money.number(MOST_EXPORTED)})
    return found


def note_taken(by, registrations, *, purpose, action, fields):
    """Each person's list and the audit say that a sheet with these registrations (keys) was taken along."""
    disclose_sheet(by, registrations, purpose=purpose)
    record(by, action, by.membership.office, fields=fields, reason_code=str(purpose))


def lines_of(rows):
    """Lists of texts as lines of CSV, one by one, in the language of whoever asks."""
    write, language = csv.writer(_Line()).writerow, get_language()
    yield "\ufeff"  # by which Excel knows UTF-8
    with override(language):
        for cells in rows:
            yield write(cells)


def sheet_of(rows):
    """An XLSX of lists of texts, ready to be read; of as many people as may be taken along some megabytes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for cells in rows:
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def as_file(rows, name, kind):
    """The answer with lists of texts as a file ``name``.``kind``: "xlsx" or "csv"."""
    if kind == "xlsx":
        return FileResponse(sheet_of(rows), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response = StreamingHttpResponse(lines_of(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def rows_of(by, keys):
    """Lists of cells, of which a spreadsheet runs none."""
    yield [
        _("number"), _("earlier case number"), _("name"), _("birth date"), _("sex"), _("village"), _("regency"),
        _("state"), _("since"), _("number in SISKOP2MI"),
    ]  # fmt: skip
    rows = Registration.objects.visible_to(by).with_people().select_related("listed", "regency").order_by("pk")
    for start in range(0, len(keys), _BATCH):
        for row in rows.filter(pk__in=keys[start : start + _BATCH]):
            yield [as_plain_text(str(cell)) for cell in _cells(row, by.zone)]


def _cells(row, zone):
    person, listed = row.candidate, getattr(row, "listed", None)
    is_reached = row.state != State.DRAFT or listed is None or row.notice_id is not None
    return (
        row.number,
        listed.old_number if listed else "",
        person.name,
        person.birth_date or "",
        person.get_sex_display(),
        person.village or "",
        row.regency or "",
        # As the person reads it: that a file is on hold doesn't leave the house on a sheet.
        row.get_state_display() if is_reached else _("not reached yet"),
        row.state_since.astimezone(zone).date(),
        row.official_id or "",
    )
