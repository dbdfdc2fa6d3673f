import json
from contextlib import nullcontext

from django.core.management.base import BaseCommand
from django.db import transaction

from portal.messaging import forgetting
from registrations import retention


class Command(BaseCommand):
    help = (
        "Lets go of what is kept no longer (docs/privacy.md): counts, logs, removes. The schedule does so each night; by"
        " hand it can be repeated at any time."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")

    def handle(self, *, dry_run, **options):
        with transaction.atomic() if dry_run else nullcontext():
            counts = {
                **retention.apply(self._progress()),
                "messages": forgetting.forget_old_messages(),
                "contacts": forgetting.forget_bare_contacts(),
            }
            if dry_run:
                transaction.set_rollback(True)
        self.stdout.write(json.dumps(counts))

    def _progress(self):
        """Draws a bar on a terminal; None elsewhere."""
        if not self.stderr.isatty():
            return None
        total = max(retention.count(), 1)

        def show(done):
            filled = min(done * 40 // total, 40)
            self.stderr.write(
                f"\r[{'#' * filled:40}] {done:,} / {max(total, done):,}", ending="\n" if done >= total else ""
            )

        return show
