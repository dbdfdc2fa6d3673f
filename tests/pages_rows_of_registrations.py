"""Rows for the pages on registrations; see tests/pages_rows.py."""

from portal.accounts.roles import Role
from registrations.lists.services import look, upload
from registrations.models import Candidate, OfficialList, OfficialRow
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, UserFactory, acting
from tests.factories.registrations import CandidateFactory, LetterFactory, RegistrationFactory
from tests.pages_rows import the_counter


def a_verified_file():
    return {"number": RegistrationFactory(state=State.VERIFIED, office=the_counter()).number}


def some_verified_files():
    a_verified_file()
    return {}


def a_list_that_was_compared():
    """One row of each outcome."""
    office = the_counter()
    kept = OfficialList.objects.create(
        office=office, membership=MembershipFactory(office=office), matched=3, missing_there=1
    )
    for line, outcome in enumerate(OfficialRow.Outcome, start=2):
        registration = RegistrationFactory(state=State.VERIFIED, office=office)
        OfficialRow.objects.create(
            official_list=kept,
            line=line,
            outcome=outcome,
            registration=registration,
            official_id="CONTOH-1",
            fields=["name"],
        )
    return {}


def a_list_that_was_uploaded():
    """With its columns chosen, one row to take and one to refuse."""
    by = acting(MembershipFactory(role=Role.BP3MI_OFFICER, office=the_counter()))
    batch = upload(by, b"NIK,NAMA CPMI\n5304015402020001,Maria Taek\n1,Yosef Bere\n")
    look(by, batch, {"nik": "NIK", "name": "NAMA CPMI"})
    return {"number": batch.number}


def some_lists_that_were_uploaded():
    a_list_that_was_uploaded()
    return {}


def the_signer():
    """Who opens the own letters."""
    found = Candidate.objects.filter(user__email="surat@contoh.test").first()
    candidate = found or CandidateFactory(user=UserFactory(email="surat@contoh.test"))
    return candidate.user


def an_own_draft():
    candidate = the_signer().candidate
    if not candidate.registrations.exists():
        RegistrationFactory(candidate=candidate)
    return {}


def some_own_letters():
    an_own_letter()
    return {}


def an_own_letter():
    an_own_draft()
    return {"code": LetterFactory(registration=the_signer().candidate.registrations.get()).number}


def an_own_letter_to_make():
    return an_own_draft() | {"kind": "consent"}


def a_letter():
    """Of a file at the counter's office."""
    registration = RegistrationFactory(state=State.IN_REVIEW, office=the_counter())
    return {"number": registration.number, "code": LetterFactory(registration=registration).number}


def a_file_with_letters():
    return {"number": a_letter()["number"]}


def a_letter_to_make():
    return a_file_with_letters() | {"kind": "consent"}
