"""The rows of the pages on which a person applies and sees how far it is."""

from registrations.models import Registration
from registrations.placements.workflow import State
from tests.factories.placements import ORDER, OpenVacancyFactory, PlacementFactory, VerifiedFactory, WayFactory, way
from tests.pages_rows import the_counter
from tests.pages_rows_of_papers import who_registers


def verified_of_person():
    user = who_registers()
    own = Registration.objects.filter(candidate__user=user, official_id__isnull=False).first()
    return own or VerifiedFactory(candidate__user=user, office=the_counter())


def _procedure():
    titles = {
        one: {"title": f"Langkah {place}", "title_en": f"Stage {place}"} for place, (one, _station) in enumerate(ORDER)
    }
    return WayFactory(way=way(**titles))


def a_vacancy_to_apply_for():
    _procedure()
    verified_of_person()
    return {"number": OpenVacancyFactory().number}


def an_own_application():
    return {
        "number": PlacementFactory(
            registration=verified_of_person(), state=State.SELECTED, procedure=_procedure()
        ).number
    }
