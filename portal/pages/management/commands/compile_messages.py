from django.core.management.base import BaseCommand

from portal.pages import catalogue


class Command(BaseCommand):
    help = "Compiles locale/id with Babel; needs no GNU gettext."
    requires_system_checks = ()

    def handle(self, **options):
        changed = catalogue.compile_catalogue()
        self.stdout.write("Messages compiled." if changed else "Messages are compiled already.")
