"""What officers look into besides a file's papers, at the office where the pages of the registry are opened."""

from registrations.models import RegisterCheck, Suspicion
from registrations.register_checks.services import record_register_check
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.registrations import CandidateFactory, DocumentFactory, RegistrationFactory
from tests.pages_rows import the_counter


def a_pair():
    """One whose second file says other things, and has a paper, a registration and no account."""
    first = RegistrationFactory(state="in_review", office=the_counter()).candidate
    second = CandidateFactory(name="Marcelina Taek", user=None, birth_place="Kupang", kk="", address="RT 3, Dusun Dua")
    DocumentFactory(candidate=second)
    suspicion = Suspicion.objects.create(first=first, second=second, ground="alike", office=the_counter())
    return {"number": suspicion.number}


def a_merged_pair():
    number = a_pair()["number"]
    Suspicion.objects.filter(number=number).update(state="same")
    return {"number": number}


def some_pairs():
    a_pair()
    return {}


def a_file_looked_up():
    """Found in one register, and not in another."""
    registration = RegistrationFactory(state="in_review", office=the_counter())
    by = acting(MembershipFactory(office=the_counter()))
    for register, result, reference in (("dukcapil", "agrees", ""), ("jkn", "not_found", "B-17/2026")):
        facts = {"way": RegisterCheck.Way.EYE, "looked_on": "2026-11-02", "reference": reference}
        record_register_check(by, registration, register=register, result=result, **facts)
    return {"number": registration.number}
