"""An officer's list from upload to writing. Its file lies sealed in the storage, for a day."""

import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.lib.importing import run_import, wait_for_turn
from portal.lib.tabular import ANY, Table, Unusable, as_plain_text
from portal.workflow import StepRefused
from registrations.lists.importing import ListImporter
from registrations.lists.reading import NEEDED, OPTIONAL
from registrations.models import CandidateList, ListColumns, PersonBefore
from registrations.models.listed import UNDO_LIFE
from registrations.papers import storage

MOST_ROWS = 50_000  # within one request; the command takes more
FILE_LIFE = timedelta(days=1)
REASON_COLUMN = "alasan"
State = CandidateList.State
# How other registers call what we ask for, in small letters; an officer says otherwise on the page.
USUAL = {
    "nik": ("nik", "no ktp", "nomor ktp"), "name": ("nama", "nama lengkap", "nama cpmi"),
    "old_number": ("nomor kasus", "no registrasi", "nomor registrasi", "id"),
    "birth_date": ("tanggal lahir", "tgl lahir"), "birth_place": ("tempat lahir",),
    "sex": ("jenis kelamin", "l/p"), "marital": ("status perkawinan", "status nikah"),
    "education": ("pendidikan", "pendidikan terakhir"), "kk": ("nomor kk", "no kk", "kk"),
    "phone": ("nomor hp", "no hp", "telepon", "hp"), "village_code": ("kode desa", "kode kelurahan"),
    "village": ("desa", "kelurahan", "desa/kelurahan"), "district": ("kecamatan",),
    "regency": ("kabupaten", "kabupaten/kota", "kab/kota"), "address": ("alamat",),
}  # fmt: skip


def upload(by, content):
    """Keep the file (bytes) and return its CandidateList. Raises Unusable, and ActRefused while nothing can be kept."""
    with _on_disk(content) as path, Table(path, (), ignored=ANY) as table:
        if table.row_count > MOST_ROWS:
            raise Unusable(_("The file has more than %(most)s rows. Please split it.") % {"most": f"{MOST_ROWS:,}"})
        if not table.row_count:
            raise Unusable(_("The file is empty."))
    names = storage.keep([content])
    with transaction.atomic():
        storage.claim(names)
        batch = CandidateList.objects.create(
            office_id=by.office_id, membership=by.membership, state=State.UPLOADED, file=names[0]
        )
        record(by, "registrations.list_uploaded", batch)
    return batch


def header_of(batch):
    """The names of the file's columns. Raises Unusable when it is gone."""
    with _table(batch) as table:
        return [name for name in dict.fromkeys(table.header) if name]


def columns_for(batch, header):
    """Our name to the column of ``header``: as said of this list, else of the office's last one, else by usual names."""
    kept = batch.columns or ListColumns.objects.filter(office=batch.office_id).values_list("columns", flat=True).first()
    if kept is not None:
        return {ours: theirs for ours, theirs in kept.items() if theirs in header}
    spelt = {" ".join(name.casefold().split()): name for name in reversed(header)}
    found = {ours: [spelt[name] for name in (*names, ours) if name in spelt] for ours, names in USUAL.items()}
    return {ours: names[0] for ours, names in found.items() if names}


@transaction.atomic
def look(by, batch, columns):
    """Say which column is which (our name to the name in the file) and keep what writing would do now.

    The choice is remembered for the office's next list. Raises Unusable and StepRefused.
    """
    batch = _next(batch)
    if batch.state != State.UPLOADED:
        raise StepRefused(_("This step is not open to you now."))
    batch.columns = columns
    ListColumns.objects.update_or_create(office_id=batch.office_id, defaults={"columns": columns})
    _go_through(by, batch, is_look=True)
    record(by, "registrations.list_columns_kept", batch, fields=sorted(columns))
    return batch


@transaction.atomic
def write(by, batch):
    """Write the list that somebody has looked at; sent twice, it is written once. Raises Unusable and StepRefused."""
    batch = _next(batch)
    if not batch.columns:
        raise StepRefused(_("This step is not open to you now."))
    if batch.state != State.WRITTEN:
        _go_through(by, batch, is_look=False)
    return batch


def _next(batch):
    """The list's row, locked once no other import runs, in the same order everywhere."""
    wait_for_turn(ListImporter.name)
    batch = CandidateList.objects.select_for_update(of=("self",)).select_related("office__regency").get(pk=batch.pk)
    if batch.state not in {State.UPLOADED, State.WRITTEN}:
        raise StepRefused(_("This step is not open to you now."))
    return batch


def refused_rows(by, batch):
    """Lists of cells: the rows that were refused, as the file has them, with a column that says why; safe for a spreadsheet."""
    reasons, rows = {number: " ".join(sentences) for number, sentences in batch.refused}, []
    with _table(batch) as table:
        kept = [place for place, name in enumerate(table.header) if name != REASON_COLUMN]
        rows.append([*(as_plain_text(table.header[place]) for place in kept), REASON_COLUMN])
        for number, _cells in table:
            if number in reasons:
                cells = [table.last_cells[place] if place < len(table.last_cells) else "" for place in kept]
                rows.append([as_plain_text(text) for text in (*cells, reasons[number])])
    record(by, "registrations.list_refused_fetched", batch)
    return rows


def forget_old_files():
    """Delete the files of lists older than a day; what was not written by then is put aside.

    What people were before lists changed them goes when it can't be undone any more.
    """
    old = CandidateList.objects.exclude(file="").filter(written_at__lt=timezone.now() - FILE_LIFE)
    with transaction.atomic():
        held = list(old.select_for_update(skip_locked=True))
        storage.abandon([one.file for one in held])
        for one in held:
            one.file, one.refused = "", []
            one.state = State.DROPPED if one.state == State.UPLOADED else one.state
            one.save()
    PersonBefore.objects.filter(changed_by__written_at__lt=timezone.now() - UNDO_LIFE).delete()


def _go_through(by, batch, *, is_look):
    refused = []
    with _table(batch) as table:
        columns = columns_for(batch, table.header)
        if missing := [name for name in NEEDED if name not in columns]:
            raise Unusable(_("Missing columns: %(names)s.") % {"names": ", ".join(missing)})
        if repeated := [name for name in columns.values() if table.header.count(name) > 1]:
            names = ", ".join(repeated)
            raise Unusable(_("Columns that appear more than once: %(names)s.") % {"names": names})
        importer = ListImporter(batch.office, by=by, columns_of_file=columns, batch=batch, is_look=is_look)
        run_import(importer, table, on_rejected=lambda number, sentences: refused.append((number, sentences)))
    batch.refused = sorted(refused)
    batch.save(update_fields=["refused"])


@contextmanager
def _table(batch):
    try:
        content = storage.read(batch.file) if batch.file else None
    except FileNotFoundError:
        content = None
    if content is None:
        raise Unusable(_("The file is no longer here. Please upload it again."))
    with _on_disk(content) as path, Table(path, (), ignored=ANY) as table:
        yield table


@contextmanager
def _on_disk(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"  # openpyxl wants the ending; whether it is one, the content says
        path.write_bytes(content)
        yield path


ALL_COLUMNS = (*NEEDED, *OPTIONAL)
