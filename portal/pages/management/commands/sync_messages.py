from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.pages import catalogue


class Command(BaseCommand):
    help = "Brings locale/id in line with the messages in code and templates; a new one waits there untranslated."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing, fail when something is amiss")
        parser.add_argument("--take", nargs="+", type=Path, default=[], metavar="PO", help="translations to take over")

    def handle(self, *, check, take, **options):
        wanted = catalogue.extracted()
        kept = catalogue.read(catalogue.PO)
        if not check:
            kept = catalogue.merged(wanted, kept, *map(catalogue.read, take))
            catalogue.write(kept)
        problems = catalogue.problems(wanted, kept)
        for problem in problems:
            self.stdout.write(problem)
        if problems and check:
            raise CommandError("The Indonesian catalogue is not complete: manage.py sync_messages, then translate.")
        self.stdout.write(f"{len(wanted)} messages, {len(problems)} to look at.")
