from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from portal.accounts import demo


class Command(BaseCommand):
    help = "Make accounts of each role for trying things out; on a laptop only. Running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--print", action="store_true", dest="show", help="list the accounts with their passwords")

    def handle(self, *args, show, **options):
        try:
            created = demo.seed()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if show:
            for email, _role, _name, kind in demo.people():
                second = "" if kind is None else "  + code"
                self.stdout.write(f"  {email:<38} {demo.password_of(email)}{second}")
            pin = demo.pin_of(demo.email_of("citizen"))
            self.stdout.write(
                f"  By phone, once this browser was in by e-mail: {demo.PHONE} with PIN {pin}, then last_code"
            )
            self.stdout.write(f"  The code of the second step: manage.py demo_code {demo.email_of('bp3mi_officer')}")
        elif options["verbosity"]:
            self.stdout.write(f"{len(demo.PEOPLE)} demo accounts, {created} of them new")
