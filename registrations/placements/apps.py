from importlib import import_module
from pathlib import Path

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "registrations.placements"

    def ready(self):
        from jobs.rules_room import effects, kinds
        from registrations import retention, stations
        from registrations.placements import holding, letting_go
        from registrations.placements import retention as own_periods
        from registrations.placements.path import papers
        from registrations.placements.preview import running_cases

        here = Path(self.path)
        for file in sorted(here.glob("**/notifications.py")):  # the kinds of each room register themselves
            import_module(".".join([self.name, *file.relative_to(here).with_suffix("").parts]))

        retention.add(letting_go.needed, letting_go.let_go, own_periods.apply)
        stations.add_way(papers.reached_of)
        holding.stand_above_registrations()
        kinds.add_effect("procedure", effects.counted(running_cases))
