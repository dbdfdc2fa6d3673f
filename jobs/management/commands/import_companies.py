from jobs.imports.companies import CompanyImporter
from portal.lib.importing import ImportCommand


class Command(ImportCommand):
    help = "Takes published statements about placement companies from a file; each row is kept as it was said."
    importer = CompanyImporter
