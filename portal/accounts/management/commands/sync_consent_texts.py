import json

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.consent.packaged import PackagedTextError
from portal.accounts.consent.sync import SyncRefused, sync_consent_texts


class Command(BaseCommand):
    help = "Load purposes, the privacy notice and the texts of consents from the packaged files. Repeatable."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count what would change, change nothing")

    def handle(self, *, dry_run, **options):
        try:
            counts = sync_consent_texts(dry_run=dry_run)
        except (PackagedTextError, SyncRefused) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(json.dumps({"dry_run": dry_run, **counts}))
