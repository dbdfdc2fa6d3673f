"""What every import from a file shares: one transaction, one lock, counts that add up, a report of refused rows.

An importer brings ``name``, ``columns``, ``prepare()`` (look-ups), ``read(row)`` (a finished record, or notes
problems on the row) and ``write(records)`` (an iterable; returns ``(created, updated)``). What only the database could
refuse it leaves in ``refused_in_writing``: pairs of row and sentences. ``optional``: columns that may be missing.
``keep_counts(counts)`` writes them down in the same transaction.
"""

import csv
import io
import json
import random
import sys
import tempfile
import zlib
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from portal.lib import codes
from portal.lib.rows import Row
from portal.lib.tabular import Table, Unusable

UNUSABLE_FILE = 2
SOME_REJECTED = 3
SHOWN_REASONS = 10
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass
class Counts:
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0


class NotReady(Exception):
    """What the import builds on is not there yet; the message is a sentence."""


def run_import(importer, table, *, dry_run=False, on_rejected=None, on_row=None):
    """Import the table in one transaction and return Counts; with ``dry_run`` all of it is taken back.

    ``on_rejected(number, sentences)`` hears of each refused row, ``on_row(done)`` of each row read.
    Two imports of one kind wait for each other.
    """
    counts = Counts(rows=table.row_count)

    def accepted():
        for done, (number, cells) in enumerate(table, start=1):
            row = Row(number, cells)
            record = None if row.problems else importer.read(row)
            if row.problems:
                counts.rejected += 1
                if on_rejected:
                    on_rejected(number, row.problems)
            else:
                yield record
            if on_row:
                on_row(done)

    with transaction.atomic():
        wait_for_turn(importer.name)
        importer.prepare()
        counts.created, counts.updated = importer.write(accepted())
        for number, sentences in getattr(importer, "refused_in_writing", ()):
            counts.rejected += 1
            if on_rejected:
                on_rejected(number, sentences)
        counts.unchanged = counts.rows - counts.rejected - counts.created - counts.updated
        if keep_counts := getattr(importer, "keep_counts", None):
            keep_counts(counts)
        transaction.set_rollback(dry_run)
    return counts


def wait_for_turn(name):
    """Wait until no other transaction imports by this name, or takes back what it brought."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])


def copy_rows(cursor, table, columns, records, batch=2000):
    """COPY tuples of text, bytes, numbers, dates, booleans and None into ``table``: twelve times as fast as bulk_create."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    lines = []

    def flush():
        if lines:
            cursor.copy_expert(statement, io.StringIO("".join(lines)))
            lines.clear()

    for record in records:
        lines.append("\t".join(map(_copied, record)) + "\n")
        if len(lines) >= batch:
            flush()
    flush()


def _copied(value):
    """As COPY reads it. Most cells need no escape, which is sooner known than done."""
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    text = str(value)
    return text if text.isalnum() or (text.isprintable() and "\\" not in text) else text.translate(_ESCAPES)


def fresh_codes(cursor, kind, table, count):
    """A set of ``count`` codes of this kind that no ``number`` of the table has: at a million rows two equal ones are
    likely."""
    numbers, pick, length = set(), random.SystemRandom().choices, codes.KINDS[kind]
    while (lacking := count - len(numbers)) > 0:
        signs = "".join(pick(codes.ALPHABET, k=length * lacking))
        fresh = [codes.spell(kind, signs[at : at + length]) for at in range(0, len(signs), length)]
        cursor.execute(f"SELECT number FROM {table} WHERE number = ANY(%s)", [fresh])  # noqa: S608 - a name of ours
        numbers |= set(fresh) - {number for (number,) in cursor.fetchall()}
    return numbers


def keys_for(cursor, model, count):
    """``count`` fresh keys of the model's table, for rows that are copied with those that point to them."""
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [model._meta.db_table, count]
    )
    return [key for (key,) in cursor.fetchall()]


class ImportCommand(BaseCommand):
    """``manage.py import_… FILE``: subclasses give ``importer``, a class without arguments, or ``importer_for``."""

    importer = None

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", type=Path, help="CSV (UTF-8) or XLSX")
        parser.add_argument("--dry-run", action="store_true", help="count and report, change nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write each refused row with its reasons")

    def importer_for(self, file):
        return self.importer()

    def handle(self, *, file, dry_run, report, **options):
        try:
            importer = self.importer_for(file)
            ignored = getattr(importer, "optional", ())
            with Table(file, importer.columns, ignored=ignored) as table, self._report(report, file) as write:
                counts = run_import(
                    importer, table, dry_run=dry_run, on_rejected=write, on_row=self._progress(table.row_count)
                )
        except Unusable as error:
            raise CommandError(str(error), returncode=UNUSABLE_FILE) from error
        except NotReady as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(asdict(counts)))
        if counts.rejected:
            sys.exit(SOME_REJECTED)

    @contextmanager
    def _report(self, path, source):
        """A function that takes refused rows: to the file, or the first ten to standard error.

        The file appears whole or not at all, and that it can be written is known before anything is done.
        """
        if path is None:
            yield self._to_screen()
            return
        if path.exists() and path.samefile(source):
            raise Unusable(_("The report must not overwrite the file itself."))
        try:
            # Closed and moved below.
            draft = tempfile.NamedTemporaryFile(  # noqa: SIM115
                "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
            )
        except (OSError, ValueError) as error:
            raise Unusable(_("The report can't be written there.")) from error
        try:
            with draft:
                writer = csv.writer(draft)
                writer.writerow(("row", "reasons"))
                yield lambda number, sentences: writer.writerow((number, " ".join(sentences)))
            Path(draft.name).replace(path)
        except OSError as error:
            raise Unusable(_("The report can't be written there.")) from error
        finally:
            Path(draft.name).unlink(missing_ok=True)

    def _to_screen(self):
        shown = 0

        def write(number, sentences):
            nonlocal shown
            shown += 1
            if shown <= SHOWN_REASONS:
                self.stderr.write(_("Row %(number)s: %(reasons)s") % {"number": number, "reasons": " ".join(sentences)})
            elif shown == SHOWN_REASONS + 1:
                self.stderr.write(_("More rows were refused; --report FILE lists them all."))

        return write

    def _progress(self, total):
        if not sys.stderr.isatty():
            return None
        step = max(total // 100, 1)

        def show(done):
            if done % step == 0 or done == total:
                filled = done * 40 // total
                end = "\n" if done == total else ""
                self.stderr.write(f"\r[{'#' * filled:40}] {done:,} / {total:,}", ending=end)
                self.stderr.flush()

        return show
