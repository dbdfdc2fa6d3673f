from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.accounts import demo


class Command(BaseCommand):
    help = "Print password and present one-time code of a demo account; on a laptop only."

    def add_arguments(self, parser):
        parser.add_argument("email", help=f"as printed by make run, for instance bp3mi-officer@{demo.DOMAIN}")

    def handle(self, *args, email, **options):
        if not settings.LAPTOP:
            raise CommandError("Demo accounts are for a laptop only.")
        known = [email for email, *_ in demo.people()]
        if email not in known:
            raise CommandError(f"No such demo account. There are: {', '.join(known)}")
        self.stdout.write(f"{demo.password_of(email)}  {demo.code_of(email)}  (valid {demo.seconds_left()} s)")
