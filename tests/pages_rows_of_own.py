"""The rows of the pages on the own path, of the own rights and of the paper."""

from portal.accounts.models import User
from registrations.models import DataRequest, DataRequestWords, Disclosure
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.registrations import DocumentFactory, RegistrationFactory
from tests.pages_rows import the_counter
from tests.pages_rows_of_papers import who_registers

PROVED_NUMBER = "+6281234567890"


def an_own_registration():
    """With a question that was answered not yet, and an officer's look."""
    user = who_registers()
    registration = RegistrationFactory(state=State.IN_REVIEW, office=the_counter(), candidate__user=user)
    _ask(registration)
    _look(registration)
    return {}


def a_registration_of_whoever_proved_it():
    user = User.objects.filter(phone=PROVED_NUMBER).first() or UserFactory(phone=PROVED_NUMBER)
    registration = RegistrationFactory(state=State.IN_REVIEW, office=the_counter(), candidate__user=user)
    DocumentFactory(candidate=registration.candidate)
    return {}


def a_file_at_the_counter():
    registration = RegistrationFactory(state=State.IN_REVIEW, office=the_counter())
    return {"number": registration.number}


def a_file_with_withheld_looks():
    registration = RegistrationFactory(state=State.ON_HOLD, office=the_counter())
    _look(registration, is_withheld=True)
    return {"number": registration.number}


def a_question_about_data():
    return {"pk": _ask(RegistrationFactory(state=State.IN_REVIEW, office=the_counter())).pk}


def some_questions_about_data():
    a_question_about_data()
    return {}


def _ask(registration):
    asked = DataRequest.objects.create(candidate=registration.candidate, office=registration.office, field="name")
    DataRequestWords.objects.create(request=asked, asked="Taek, seperti di KTP")
    return asked


def _look(registration, **facts):
    officer = MembershipFactory(office=registration.office)
    facts = {"seen": Disclosure.Seen.PAPER, "paper": "ktp", "purpose": Disclosure.Purpose.REVIEW} | facts
    Disclosure.objects.create(candidate=registration.candidate, registration=registration, membership=officer, **facts)
