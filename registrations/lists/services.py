"""An officer's list from upload to writing. Its file lies sealed in the storage, for a day."""

import csv
import io
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.lib.importing import Counts, run_import
from portal.lib.tabular import ANY, Table, Unusable, as_plain_text
from portal.workflow import StepRefused
from registrations.lists.importing import ListImporter
from registrations.lists.reading import NEEDED, OPTIONAL
from registrations.models import CandidateList, ListColumns
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
    "address": ("alamat",),
}  # fmt: skip


@dataclass
class Outcome:
    """Of one reading: Counts, pairs of row and sentences, rows whose NIK is known at another office."""

    counts: Counts
    refused: list = field(default_factory=list)
    known: list = field(default_factory=list)


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
    """Our name to the column of ``header``: as the office said last, else by its usual names."""
    kept = ListColumns.objects.filter(office=batch.office_id).values_list("columns", flat=True).first()
    if kept is not None:
        return {ours: theirs for ours, theirs in kept.items() if theirs in header}
    spelt = {" ".join(name.casefold().split()): name for name in reversed(header)}
    found = {ours: [spelt[name] for name in (*names, ours) if name in spelt] for ours, names in USUAL.items()}
    return {ours: names[0] for ours, names in found.items() if names}


def is_mapped(batch):
    return ListColumns.objects.filter(office=batch.office_id).exists()


@transaction.atomic
def keep_columns(by, batch, columns):
    """Remember them for the office. ``columns``: our name to the name in the file."""
    ListColumns.objects.update_or_create(office_id=batch.office_id, defaults={"columns": columns})
    record(by, "registrations.list_columns_kept", batch, fields=sorted(columns))


def preview(by, batch):
    """The Outcome that writing would have now; nothing is changed. Raises Unusable."""
    return _go_through(by, batch, dry_run=True)


@transaction.atomic
def write(by, batch):
    """Write the list; sent twice, it is written once. Raises Unusable and StepRefused."""
    batch = CandidateList.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == State.WRITTEN:
        return batch
    if batch.state != State.UPLOADED:
        raise StepRefused(_("This step is not open to you now."))
    outcome = _go_through(by, batch, dry_run=False)
    for name in ("rows", "created", "updated", "unchanged", "rejected"):
        setattr(batch, name, getattr(outcome.counts, name))
    batch.known, batch.state, batch.written_at = len(outcome.known), State.WRITTEN, timezone.now()
    batch.save()
    return batch


def refused_rows(by, batch):
    """The rows that were refused, as the file has them, with a column that says why: CSV text, safe for a spreadsheet."""
    reasons = dict(_go_through(by, batch, dry_run=True).refused)
    out = io.StringIO()
    writer = csv.writer(out)
    with _table(batch) as table:
        kept = [place for place, name in enumerate(table.header) if name != REASON_COLUMN]
        writer.writerow([*(as_plain_text(table.header[place]) for place in kept), REASON_COLUMN])
        for number, _cells in table:
            if number in reasons:
                cells = [table.last_cells[place] if place < len(table.last_cells) else "" for place in kept]
                writer.writerow(as_plain_text(text) for text in (*cells, " ".join(reasons[number])))
    record(by, "registrations.list_refused_fetched", batch)
    return out.getvalue()


def forget_old_files():
    """Delete the files of lists older than a day; what was not written by then is put aside."""
    old = CandidateList.objects.exclude(file="").filter(written_at__lt=timezone.now() - FILE_LIFE)
    with transaction.atomic():
        held = list(old.select_for_update(skip_locked=True))
        storage.abandon([one.file for one in held])
        for one in held:
            one.file, one.state = "", State.DROPPED if one.state == State.UPLOADED else one.state
            one.save()


def _go_through(by, batch, *, dry_run):
    refused = []
    with _table(batch) as table:
        columns = columns_for(batch, table.header)
        importer = ListImporter(batch.office, by=by, columns_of_file=columns, batch=batch)
        if missing := [name for name in NEEDED if name not in columns]:
            raise Unusable(_("Missing columns: %(names)s.") % {"names": ", ".join(missing)})
        if repeated := [name for name in columns.values() if table.header.count(name) > 1]:
            names = ", ".join(repeated)
            raise Unusable(_("Columns that appear more than once: %(names)s.") % {"names": names})
        counts = run_import(
            importer, table, dry_run=dry_run, on_rejected=lambda number, sentences: refused.append((number, sentences))
        )
    return Outcome(counts, sorted(refused), importer.known)


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
