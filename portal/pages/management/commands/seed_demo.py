import json

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from jobs import demo
from portal.lib.importing import NotReady


class Command(BaseCommand):
    help = "Makes believable demo data, the same for the same seed; never in production."

    def add_arguments(self, parser):
        parser.add_argument("--vacancies", type=int, default=200, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")

    @transaction.atomic
    def handle(self, *, vacancies, seed, dry_run, **options):
        if vacancies < 0:
            raise CommandError("A number of vacancies can't be negative.")
        try:
            created = demo.seed_vacancies(vacancies, seed)
        except (ImproperlyConfigured, NotReady) as error:
            raise CommandError(str(error)) from error
        transaction.set_rollback(dry_run)
        self.stdout.write(json.dumps({"vacancies": vacancies, "created": created, "unchanged": vacancies - created}))
