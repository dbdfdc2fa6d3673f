import json
import sys

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.lib import resealing
from registrations.papers.resealing import reseal_pages


class Command(BaseCommand):
    help = (
        "Brings sealed data under the first of DATA_KEYS and blind indexes under the keys of INDEX_KEYS. Can be ended at"
        " any moment and run again. Exit 0: all done; 1: some rows could not be opened, each has a sentence."
    )

    def add_arguments(self, parser):
        parser.add_argument("--swap", action="store_true", help="put the next index in the place of the present one")
        parser.add_argument("--dry-run", action="store_true", help="open and count everything, save nothing")

    def handle(self, *, swap, dry_run, **options):
        outcome = resealing.Outcome(on_batch=self._say_progress)
        for task in self._tasks(swap):
            resealing.run(task, outcome, dry_run=dry_run)
        reseal_pages(outcome, dry_run=dry_run)
        for problem in outcome.problems:
            self.stdout.write(self.style.ERROR(problem))
        self.stdout.write(json.dumps({**outcome.counts, "problems": len(outcome.problems)}))
        if outcome.problems:
            sys.exit(1)

    def _tasks(self, swap):
        models = apps.get_models()
        indexes = resealing.index_columns(models)
        if len(settings.INDEX_KEYS) == 1:
            if swap:
                raise CommandError("INDEX_KEYS has no next key to swap to.")
            step = resealing.settle
        elif swap:
            if lacking := sum(columns.lacking.count() for columns in indexes):
                raise CommandError(f"{lacking} rows have no next index yet. Run this without --swap first.")
            step = resealing.swap
        else:
            step = resealing.fill
        return [resealing.reseal(*column) for column in resealing.sealed_columns(models)] + [
            step(columns) for columns in indexes
        ]

    def _say_progress(self, counts):
        if self.stderr.isatty():
            self.stderr.write(f"\r{counts.total()} rows", ending="")
