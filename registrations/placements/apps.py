from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "registrations.placements"

    def ready(self):
        from jobs.rules_room import effects, kinds
        from registrations.placements.preview import running_cases

        kinds.add_effect("procedure", effects.counted(running_cases))
