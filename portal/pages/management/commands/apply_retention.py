import json

from django.core.management.base import BaseCommand
from django.db import transaction

from portal.messaging import forgetting
from registrations import retention


class Command(BaseCommand):
    help = (
        "Lets go of what is kept no longer (docs/privacy.md): counts, logs, removes. Can be repeated; best once a day."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="count, change nothing")

    def handle(self, *, dry_run, **options):
        if not dry_run:
            self.stdout.write(json.dumps(_apply()))
            return
        with transaction.atomic():
            counts = _apply()
            transaction.set_rollback(True)
        self.stdout.write(json.dumps(counts))


def _apply():
    return {
        **retention.apply(),
        "messages": forgetting.forget_old_messages(),
        "contacts": forgetting.forget_bare_contacts(),
    }
