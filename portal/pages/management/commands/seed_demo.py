import json

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from jobs import demo
from outreach.demo import seed_events
from portal.lib.importing import NotReady
from registrations.demo import seed_registrations
from registrations.placements.demo import seed_placements
from registrations.placements.programmes.demo import seed_programmes


class Command(BaseCommand):
    help = "Makes believable demo data, the same for the same seed; never in production."

    def add_arguments(self, parser):
        parser.add_argument("--vacancies", type=int, default=200, metavar="N")
        parser.add_argument("--registrations", type=int, default=0, metavar="N")
        parser.add_argument("--placements", type=int, default=0, metavar="N")
        parser.add_argument("--programmes", type=int, default=0, metavar="N", help="people in a batch with results")
        parser.add_argument("--events", type=int, default=0, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")

    @transaction.atomic
    def handle(self, *, vacancies, registrations, placements, programmes, events, seed, dry_run, **options):
        asked = {
            "vacancies": (vacancies, demo.seed_vacancies),
            "registrations": (registrations, seed_registrations),
            "placements": (placements, seed_placements),
            "programmes": (programmes, seed_programmes),
            "events": (events, seed_events),
        }
        if any(count < 0 for count, _seed in asked.values()):
            raise CommandError("A number of rows can't be negative.")
        try:
            made = {name: make(count, seed) for name, (count, make) in asked.items() if count}
        except (ImproperlyConfigured, NotReady) as error:
            raise CommandError(str(error)) from error
        transaction.set_rollback(dry_run)
        counts = {name: count for name, (count, _seed) in asked.items() if name in made}
        created, total = sum(made.values()), sum(counts.values())
        self.stdout.write(json.dumps({**counts, "created": created, "unchanged": total - created}))
