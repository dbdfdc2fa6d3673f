"""The rows of the pages on which officers and heads work on files."""

from datetime import timedelta

from django.utils import timezone

from portal.lib.dates import WIB, today_in
from registrations.models import CandidatePhone, Flag, RegistrationStep, SavedFilter
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory
from tests.factories.registrations import (
    CandidateFactory,
    CorrectionPointFactory,
    DocumentFactory,
    PinnedPaperFactory,
    RegistrationFactory,
)
from tests.pages_rows import the_counter


def a_file(**facts):
    """At the counter's office: a paper accepted, one new, one marked, one missing; a flag, and one step of history."""
    candidate = CandidateFactory(name="Marselina Taek")
    registration = RegistrationFactory(
        **{"state": State.IN_REVIEW, "office": the_counter(), "candidate": candidate, "needs_second_pair": True} | facts
    )
    for paper in ("ktp", "kk", "diploma", "marital", "jkn"):
        PinnedPaperFactory(registration=registration, paper=paper, due="verified")
    DocumentFactory(candidate=candidate, paper="ktp")
    DocumentFactory(candidate=candidate, paper="kk", state="accepted")
    DocumentFactory(candidate=candidate, paper="diploma", is_current=False)
    DocumentFactory(candidate=candidate, paper="diploma", version=2, pages=2)
    CorrectionPointFactory(registration=registration, paper="diploma")
    Flag.objects.create(registration=registration, kind="nik_mismatch")
    RegistrationStep.objects.create(
        registration=registration, event="submit", source="draft", target="submitted", version=0, user=candidate.user
    )
    return registration


def a_file_of_the_counter():
    return {"number": a_file().number}


def a_paper_of_a_file():
    file = a_file()
    return {"number": file.number, "key": file.candidate.documents.get(paper="ktp").pk}


def a_mark_of_a_file():
    file = a_file()
    return {"number": file.number, "key": file.points.get().pk}


def a_step_of_a_file():
    return {"number": a_file().number, "event": "transfer"}


def some_files():
    a_file()
    a_file(state=State.RETURNED)
    return {}


def a_flag_of_a_file():
    return {"key": a_file().flags.get().pk}


def a_silent_file():
    file = a_file(state=State.RETURNED, state_since=timezone.now() - timedelta(days=22), return_by=today_in(WIB))
    CandidatePhone.objects.create(candidate=file.candidate, number="+6281234567891")
    return {}


def what_waits_for_the_head():
    officer = MembershipFactory(office=the_counter())
    a_file(rejection_proposed_by=officer.user, rejection_ground="under_age")
    a_file(state=State.ON_HOLD)
    a_file(first_by=officer.user)
    SavedFilter.objects.create(membership=officer, name="Belu", query="tab=giliran")
    return {}
