from jobs.imports.vacancies import VacancyImporter
from portal.lib.importing import ImportCommand


class Command(ImportCommand):
    help = "Takes published vacancies from a file; all that no officer has taken up yet become as the file says."
    importer = VacancyImporter
