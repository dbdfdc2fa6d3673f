"""The rows of the pages on which a person tells of an own offer, or goes back to an employer."""

from registrations.models import Registration
from registrations.placements.models import Placement
from registrations.placements.workflow import State
from tests.factories.placements import OfferCaseFactory, PlacementFactory, VerifiedFactory
from tests.pages_rows import the_counter
from tests.pages_rows_of_papers import who_registers


def who_has_an_offer():
    registration = VerifiedFactory(candidate__user=who_registers(), office=the_counter())
    return registration.candidate.user


def _draft():
    user = who_registers()
    own = Placement.objects.filter(candidate__user=user, state="draft").first()
    return own or OfferCaseFactory(
        registration=VerifiedFactory(candidate__user=user, office=the_counter()), own_offer__asked_for_money=True
    )


def offers_and_earlier_jobs():
    _draft()
    an_earlier_job()
    return {}


def an_own_offer():
    return {"number": _draft().number}


def a_part_of_an_own_offer():
    return {"number": _draft().number, "slug": "pemberi-kerja"}


def an_earlier_job():
    user = who_registers()
    registration = Registration.objects.filter(candidate__user=user, official_id__isnull=False).first()
    registration = registration or VerifiedFactory(candidate__user=user, office=the_counter())
    return {"number": PlacementFactory(registration=registration, state=State.RETURNED).number}
