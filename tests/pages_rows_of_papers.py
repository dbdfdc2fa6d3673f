"""The rows of the pages of papers."""

from portal.accounts.models import User
from portal.lib.uploads import Upload as Read
from registrations.models import Candidate
from registrations.papers import staged
from registrations.papers.services import hand_in
from registrations.workflow import State
from tests.factories.accounts import UserFactory, acting
from tests.factories.registrations import CandidateFactory, CorrectionPointFactory, RegistrationFactory
from tests.lib.test_uploads import picture
from tests.pages_rows import the_counter

PHOTO = Read("jpg", picture(), "1" * 64)


def who_registers():
    """The person whose papers these pages show."""
    email = "pendaftar@contoh.test"
    return User.objects.filter(email=email).first() or UserFactory(email=email)


def _candidate():
    user = who_registers()
    return Candidate.objects.filter(user=user).first() or CandidateFactory(user=user)


def a_returned_paper():
    """With a page of the next try that has arrived already."""
    candidate = _candidate()
    document = hand_in(acting(candidate.user), candidate, "marital", [PHOTO])
    point = CorrectionPointFactory(registration__candidate=candidate, paper="marital", reason="stamp_unreadable")
    document.state, document.return_reason = "returned", point.reason
    document.reviewed_by, document.reviewed_at = point.raised_by, point.raised_at
    document.save()
    staged.keep(candidate, "marital", PHOTO)
    return {"paper": "marital"}


def an_upload_of_a_paper():
    candidate = _candidate()
    upload = staged.start(candidate, "marital", digest="2" * 64, size=99)
    return {"paper": "marital", "key": upload.key}


def a_page_of_a_paper():
    candidate = _candidate()
    return {"name": hand_in(acting(candidate.user), candidate, "ktp", [PHOTO]).pages.get().file}


def a_page_to_check():
    registration = RegistrationFactory(state=State.IN_REVIEW, office=the_counter())
    by = acting(registration.candidate.user)
    return {"name": hand_in(by, registration.candidate, "ktp", [PHOTO]).pages.get().file}
