from django.utils.translation import gettext as _

from portal.lib.importing import ImportCommand, NotReady
from portal.places.models import Office
from registrations.lists.importing import ListImporter


class Command(ImportCommand):
    help = "Takes a list of people from a file, as drafts of one office that nobody has reached yet."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--office", metavar="CODE", required=True, help="of the BP3MI or P4MI whose list it is")

    def handle(self, *, office, **options):
        self.office_code = office
        super().handle(**options)

    def importer_for(self, file):
        deciding = Office.objects.filter(kind__in=[Office.Kind.BP3MI, Office.Kind.P4MI])
        office = deciding.filter(code=self.office_code).first()
        if office is None:
            raise NotReady(_("There is no office with this code that decides on registrations."))
        return ListImporter(office)
