"""What officers ask for with an uploaded list, and the worker that does it.

An act only notes what is asked; ``work_on_imports`` does it, each list in one transaction that holds the list's row.
Whatever ends a worker takes all of it back and frees the row, and the next worker begins anew.
"""

import shutil
import tempfile
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from jobs import permissions as may
from jobs.import_room.refused import REASON_COLUMN, RefusedRows
from jobs.import_room.undo import undo_vacancies
from jobs.imports.companies import CompanyImporter
from jobs.imports.vacancies import VacancyImporter
from jobs.models import FactsBefore, ImportBatch
from jobs.models.batch import FILE_LIFE, FILES, UNDO_LIFE
from jobs.tasks import work_on_imports as work_task
from portal.accounts.acting import Acting
from portal.audit.services import record
from portal.lib.importing import NotReady, run_import
from portal.lib.stored import names_in
from portal.lib.tabular import Table, Unusable
from portal.workflow import StepRefused

State = ImportBatch.State
IMPORTERS = {ImportBatch.Kind.VACANCIES: VacancyImporter, ImportBatch.Kind.COMPANIES: CompanyImporter}
# What an officer may ask for: from which state, to which.
ASKS = {
    "run": (State.PREVIEWED, State.IMPORTING),
    "undo": (State.DONE, State.UNDOING),
    "drop": (State.PREVIEWED, State.DROPPED),
}
# Where a list goes back to that no worker could finish.
_GIVEN_UP = {State.READING: State.UNUSABLE, State.IMPORTING: State.PREVIEWED, State.UNDOING: State.DONE}
MOST_TRIES = 3
_PROGRESS_EVERY = 1000  # rows
_PROGRESS_SECONDS = 3600


def upload(by, *, kind, file, key, language):
    """Keep the file and ask for its preview; returns the ImportBatch, the same for the same ``key``.

    Raises StepRefused for a kind that the role may not bring, and for a form that somebody else has sent.
    """
    if kind not in may.importable_kinds(by):
        raise StepRefused(_("This step is not open to you now."))
    if sent_before := _sent_before(by, key):
        return sent_before
    name = default_storage.save(f"{FILES}/{key}", file)
    try:
        with transaction.atomic():
            facts = {"kind": kind, "submission_key": key, "language": language, "file": name}
            batch = ImportBatch.objects.create(membership=by.membership, asked_by=by.membership, **facts)
            record(by, "imports.uploaded", batch, reason_code=batch.kind)
            transaction.on_commit(work_task.delay)
    except IntegrityError:
        default_storage.delete(name)
        if (sent_before := _sent_before(by, key)) is None:
            raise StepRefused(_("This form was sent before. Please open it anew.")) from None
        return sent_before
    return batch


def _sent_before(by, key):
    return ImportBatch.objects.filter(submission_key=key, membership__user=by.user).first()


@transaction.atomic
def ask(by, batch, wish):
    """Note that ``wish`` (a key of ASKS) is asked for; asked twice is once. Raises StepRefused."""
    source, target = ASKS[wish]
    batch = ImportBatch.objects.visible_to(by).select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == target:
        return
    if batch.state != source or batch.kind not in may.importable_kinds(by):
        raise StepRefused(_("This step is not open to you now."))
    if wish == "undo" and not batch.can_be_undone:
        raise StepRefused(_("This list can no longer be undone."))
    batch.state, batch.asked_by, batch.asked_at = target, by.membership, timezone.now()
    batch.tries, batch.claimed_at, batch.problem = 0, None, ""
    if wish == "drop":
        _let_go_of_files(batch)
    batch.save()
    record(by, f"imports.{wish}_asked", batch, reason_code=batch.kind)
    if batch.is_waiting:
        transaction.on_commit(work_task.delay)


def work_on_imports():
    """Do what is asked for all lists that no other worker holds, the longest waiting first."""
    while (pk := _next_waiting()) is not None:
        _work_on(pk)


@transaction.atomic
def _next_waiting():
    """Count one more try of the next list and return its key; None when nothing waits."""
    waiting = ImportBatch.objects.waiting().unclaimed().order_by("asked_at", "pk")
    while batch := waiting.select_for_update(skip_locked=True, of=("self",)).first():
        batch.tries, batch.claimed_at = batch.tries + 1, timezone.now()
        if batch.tries <= MOST_TRIES:
            batch.save(update_fields=["tries", "claimed_at"])
            return batch.pk
        with translation.override(batch.language):
            batch.problem = _("It could not be finished; nothing was changed. Please tell those who run this site.")
        batch.state = _GIVEN_UP[State(batch.state)]
        batch.save()
    return None


@transaction.atomic
def _work_on(pk):
    batch = ImportBatch.objects.select_related("asked_by__user").select_for_update(of=("self",)).get(pk=pk)
    if not batch.is_waiting:  # this worker stood still for so long that another one did it
        return
    by = Acting(user=batch.asked_by.user, membership=batch.asked_by)
    with translation.override(batch.language):
        {State.READING: _preview, State.IMPORTING: _write, State.UNDOING: _undo}[State(batch.state)](batch, by)
    batch.save()


def _preview(batch, by):
    try:
        _go_through(batch, by, dry_run=True)
    except (Unusable, NotReady) as error:
        batch.state, batch.problem = State.UNUSABLE, str(error)
        _let_go_of_files(batch)
    else:
        batch.state = State.PREVIEWED


def _write(batch, by):
    try:
        _go_through(batch, by, dry_run=False)
    except (Unusable, NotReady) as error:
        batch.state, batch.problem = State.UNUSABLE, str(error)
    else:
        batch.state, batch.done_at = State.DONE, timezone.now()
    _let_go_of(batch, "file")


def _go_through(batch, by, *, dry_run):
    importer = IMPORTERS[batch.kind](by=by, batch=batch)
    with _on_disk(batch.file) as path, Table(path, importer.columns, ignored=[REASON_COLUMN]) as table:
        refused = RefusedRows(table)
        counts = run_import(
            importer, table, dry_run=dry_run, on_rejected=refused.add, on_row=_progress(batch, table.row_count)
        )
        sheet = refused.save(f"{FILES}/{batch.number}.xlsx")
    _let_go_of(batch, "refused_file")
    batch.refused_file, batch.first_refused = sheet, refused.first
    for name in ("rows", "created", "updated", "unchanged", "rejected"):
        setattr(batch, name, getattr(counts, name))


def _undo(batch, by):
    batch.removed, batch.restored, batch.left = undo_vacancies(batch)
    batch.state = State.UNDONE
    batch.facts_before.all().delete()
    record(by, "imports.undone", batch)


@contextmanager
def _on_disk(name):
    """A path of the stored file, wherever the storage keeps it. Raises Unusable when it is gone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload.xlsx"  # openpyxl wants the ending; whether it is one, the content says
        try:
            with default_storage.open(name) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
        except FileNotFoundError as error:
            raise Unusable(_("The file is no longer here. Please upload it again.")) from error
        yield path


def _let_go_of_files(batch):
    _let_go_of(batch, "file")
    _let_go_of(batch, "refused_file")


def _let_go_of(batch, field):
    """The row forgets its file now, the storage when that is certain."""
    if name := getattr(batch, field):
        setattr(batch, field, "")
        transaction.on_commit(lambda: default_storage.delete(name))


def _progress(batch, total):
    """Seen by others while the transaction runs, so not in the database; that it is lost harms nothing."""

    def note(done):
        if done % _PROGRESS_EVERY == 0 or done == total:
            with suppress(RedisError):
                cache.set(_progress_key(batch), (done, total), _PROGRESS_SECONDS)

    return note


def progress_of(batch):
    """(rows done, rows in all) of the work under way, None when nothing is known."""
    with suppress(RedisError):
        return cache.get(_progress_key(batch))
    return None


def _progress_key(batch):
    return f"import.{batch.pk}.{batch.state}"


def forget_old_uploads():
    """Delete files older than a day, whosever they were, and what can no longer be undone."""
    now = timezone.now()
    old = ImportBatch.objects.filter(asked_at__lt=now - FILE_LIFE).exclude(state__in=ImportBatch.WAITING)
    old.filter(state=State.PREVIEWED).update(state=State.DROPPED)
    old.exclude(file="", refused_file="", first_refused=[]).update(file="", refused_file="", first_refused=[])
    FactsBefore.objects.filter(batch__done_at__lt=now - UNDO_LIFE).delete()
    # A little later than the rows: also what an interrupted upload or worker left.
    for name in names_in(FILES):
        if default_storage.get_modified_time(f"{FILES}/{name}") < now - FILE_LIFE - timedelta(hours=1):
            default_storage.delete(f"{FILES}/{name}")
