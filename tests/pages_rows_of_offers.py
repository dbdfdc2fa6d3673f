"""The rows of the pages on which a person tells of an own offer, or goes back to an employer."""

from registrations.placements.models import Placement
from tests.factories.placements import OfferCaseFactory, VerifiedFactory
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


def an_own_offer():
    return {"number": _draft().number}


def a_part_of_an_own_offer():
    return {"number": _draft().number, "slug": "pemberi-kerja"}
