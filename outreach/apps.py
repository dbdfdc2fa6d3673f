from importlib import import_module
from pathlib import Path

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "outreach"

    def ready(self):
        from outreach.signing_up import retention as sign_ups
        from registrations import retention

        here = Path(self.path)
        for file in sorted(here.glob("*/notifications.py")):  # the kinds of each room register themselves
            import_module(".".join([self.name, *file.relative_to(here).with_suffix("").parts]))
        retention.add_period(sign_ups.apply)
