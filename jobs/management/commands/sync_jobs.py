import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from jobs import reference
from portal.lib.importing import NotReady


class Command(BaseCommand):
    help = "Brings occupations, destinations and placement rules in line with jobs/data; repeatable."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")

    def handle(self, *, dry_run, **options):
        try:
            counts = reference.sync(dry_run=dry_run)
        except NotReady as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(asdict(counts)))
