from jobs.imports.figures import importer_for
from portal.lib.importing import ImportCommand


class Command(ImportCommand):
    help = "Takes published figures from a file; which kind of figures it holds, its columns tell."

    def importer_for(self, file):
        return importer_for(file)
