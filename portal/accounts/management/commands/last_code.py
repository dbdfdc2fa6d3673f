from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Print the last SMS of this laptop: the number and the code. With a gateway there is none."

    def handle(self, *args, **options):
        if not settings.LAPTOP:
            raise CommandError("Codes are kept on a laptop only.")
        file = Path(settings.LAST_CODE_FILE)
        if not file.exists():
            raise CommandError("No code was asked for yet.")
        self.stdout.write(file.read_text().strip())
