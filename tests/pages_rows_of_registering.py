"""Rows for the pages on which people register, or are registered by an officer; see tests/pages_rows.py."""

from portal.accounts.models import Membership, User
from registrations.models import CorrectionPoint, Registration
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.registrations import CorrectionPointFactory, RegistrationFactory
from tests.pages_rows import the_counter


def the_applicant():
    """Who has a draft, or what ``the_registration`` made of it."""
    return User.objects.filter(email="pelamar@contoh.test").first() or UserFactory(email="pelamar@contoh.test")


def the_registration(**facts):
    made = Registration.objects.filter(candidate__user=the_applicant()).first()
    return made or RegistrationFactory(candidate__user=the_applicant(), **facts)


def a_draft_of_the_applicant():
    return {"number": the_registration(papers=True).number}


def a_page_of_the_applicant():
    """The one with most on it: the notice, and a box for each consent."""
    return a_draft_of_the_applicant() | {"slug": "data-anda"}


def a_handed_in_one():
    return {"number": the_registration(state="in_review").number}


def a_point_of_the_applicant():
    registration = the_registration(state="returned")
    found = registration.points.first() or CorrectionPointFactory(registration=registration, reason="name_differs", paper="", field="name")  # fmt: skip
    return {"number": registration.number, "key": found.pk}


def a_point_at_the_counter():
    found = one_typed_at_the_counter()
    return found | {"key": CorrectionPoint.objects.get(registration__number=found["number"]).pk}


def one_typed_at_the_counter():
    officer = Membership.objects.filter(office=the_counter()).first() or MembershipFactory(office=the_counter())
    facts = {"assisted_by": officer, "origin": "assisted", "candidate__user": None}
    registration = RegistrationFactory(state="returned", **facts)
    CorrectionPointFactory(registration=registration, paper="", field="nik", reason="other")
    return {"number": registration.number}


def some_typed_at_the_counter():
    one_typed_at_the_counter()
    return {}


def a_page_at_the_counter():
    return one_typed_at_the_counter() | {"slug": "nomor"}


def a_paper_at_the_counter():
    return one_typed_at_the_counter() | {"paper": "ktp"}


def one_handed_in_at_the_counter():
    found = one_typed_at_the_counter()
    Registration.objects.filter(**found).update(state="in_review")
    return found
