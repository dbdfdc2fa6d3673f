import json
import sys

from django.core.management.base import BaseCommand, CommandError

from portal.places.packaged import PackagedDataError
from portal.places.sync import SyncRefused, sync_places

STEPS = 8


class Command(BaseCommand):
    help = "Load areas, countries, offices, holidays and contacts from the packaged files. Repeatable."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count what would change, change nothing")

    def handle(self, *, dry_run, **options):
        self.done = 0
        try:
            counts, statements = sync_places(dry_run=dry_run, progress=self.show_progress)
        except (PackagedDataError, SyncRefused) as error:
            raise CommandError(str(error), returncode=2) from error
        finally:
            self.clear_progress()
        totals = {key: sum(table[key] for table in counts.values()) for key in next(iter(counts.values()))}
        changed = totals["created"] + totals["updated"] + totals["ended"]
        if not changed:
            self.stdout.write("Everything is as the files say; nothing changed.")
        elif dry_run:
            self.stdout.write(f"{changed} rows would change; nothing was changed.")
        self.stdout.write(json.dumps({"dry_run": dry_run, **totals, "tables": counts, "statements": statements}))

    def show_progress(self, name):
        if sys.stderr.isatty():
            bar = "#" * self.done + "." * (STEPS - self.done)
            self.stderr.write(f"\r[{bar}] {name:<24}", ending="")
            self.stderr.flush()
        self.done += 1

    def clear_progress(self):
        if sys.stderr.isatty():
            self.stderr.write("\r" + " " * (STEPS + 28) + "\r", ending="")
