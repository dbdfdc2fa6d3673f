import json
import sys

from django.core.management.base import BaseCommand

from portal.audit.check import Check


class Command(BaseCommand):
    help = "Reads every audit entry, seal and daily head again. Exit 0: all as written; 1: each finding has a sentence."

    def add_arguments(self, parser):
        parser.add_argument(
            "--line", action="append", default=[], help="a printed head, '2026-11-22 1234 9F3A-…', to compare"
        )
        parser.add_argument("--dry-run", action="store_true", help="as always: checking changes nothing")

    def handle(self, **options):
        check = Check(self._say_progress).run(printed=options["line"])
        for finding in check.findings:
            self.stdout.write(self.style.ERROR(finding))
        for remark in check.remarks:
            self.stdout.write(self.style.WARNING(remark))
        if not check.findings:
            self.stdout.write("Everything is as it was written.")
        self.stdout.write(json.dumps({**check.counts, "findings": len(check.findings), "remarks": len(check.remarks)}))
        if check.findings:
            sys.exit(1)

    def _say_progress(self, done, total):
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} of {total} seals", ending="")
