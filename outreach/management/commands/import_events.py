from outreach.imports.events import EventImporter
from portal.lib.importing import ImportCommand


class Command(ImportCommand):
    help = "Takes published events (columns of outreach/data/outreach_events.csv) as known from a source."
    importer = EventImporter
