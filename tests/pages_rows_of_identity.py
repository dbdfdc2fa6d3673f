"""Two files that may be of one person, at the office where the pages of the registry are opened."""

from registrations.models import Suspicion
from tests.factories.registrations import CandidateFactory, DocumentFactory, RegistrationFactory
from tests.pages_rows import the_counter


def a_pair():
    """One whose second file says other things, and has a paper, a registration and no account."""
    first = RegistrationFactory(state="in_review", office=the_counter()).candidate
    second = CandidateFactory(name="Marcelina Taek", user=None, birth_place="Kupang", kk="", address="RT 3, Dusun Dua")
    DocumentFactory(candidate=second)
    suspicion = Suspicion.objects.create(first=first, second=second, ground="alike", office=the_counter())
    return {"number": suspicion.number}


def some_pairs():
    a_pair()
    return {}
