from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from portal.accounts.acting import ActRefused
from portal.accounts.staff_room.invitations import invite_first_ministry_admin
from portal.lib.dates import WIB, today_in
from portal.places.models import Office


class Command(BaseCommand):
    help = "Print the one-time link with which the first ministry administrator comes in; refused once there is one."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--letter", required=True, help="number of the letter of appointment")

    def handle(self, *, email, name, letter, **options):
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError("This is not an e-mail address.") from error
        if not name.strip() or len(name) > 150 or not letter.strip() or len(letter) > 100:
            raise CommandError("Name (at most 150 characters) and letter number (at most 100) must not be empty.")
        office = Office.objects.in_force(today_in(WIB)).filter(kind=Office.Kind.HEAD_OFFICE).first()
        if not office:
            raise CommandError("There is no head office yet. Run sync_places first.")
        try:
            _invitation, token = invite_first_ministry_admin(
                office=office, email=email, name=name.strip(), letter_number=letter.strip()
            )
        except ActRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        site = f"https://{settings.PUBLIC_DOMAIN}" if settings.PUBLIC_DOMAIN else "http://localhost:8000"
        self.stdout.write(site + reverse("account_invitation", args=[token]))
        self.stdout.write("It opens once and for 48 hours. Hand it over in person.")
