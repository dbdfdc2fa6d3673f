from django.utils.translation import gettext as _

from portal.lib.importing import ImportCommand, NotReady
from portal.places.models import Office
from registrations.lists.importing import ListImporter


class Command(ImportCommand):
    help = "Takes a list of people from a file, as drafts that nobody has reached yet."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--office",
            metavar="CODE",
            required=True,
            help="of the BP3MI or P4MI whose list it is, or of a labour office for people of its regency",
        )

    def handle(self, *, office, **options):
        self.office_code = office
        super().handle(**options)

    def importer_for(self, file):
        kinds = [Office.Kind.BP3MI, Office.Kind.P4MI, Office.Kind.REGENCY_LABOUR]
        office = Office.objects.filter(kind__in=kinds, code=self.office_code).first()
        if office is None:
            raise NotReady(_("There is no office with this code that has people registered."))
        return ListImporter(office)
