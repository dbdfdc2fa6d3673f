"""People who register, and their registrations in any state; what the database demands of a state comes along."""

import uuid
from datetime import date

import factory
from django.utils import timezone

from portal.accounts.models import PolicyText
from portal.accounts.roles import Role
from registrations.models import Candidate, CorrectionPoint, Document, DocumentPage, Letter, PinnedPaper, Registration
from registrations.workflow import HOLDS_NIK, State
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.places import OfficeFactory, VillageFactory


class CandidateFactory(factory.django.DjangoModelFactory):
    """A grown-up with an account who has answered every question; each has a NIK of their own."""

    class Meta:
        model = Candidate

    user = factory.SubFactory(UserFactory)
    name = "Marselina Taek"
    nik = factory.Sequence(lambda n: f"530401540202{n % 9999 + 1:04}")
    kk = factory.Sequence(lambda n: f"530401010112{n % 9999 + 1:04}")
    birth_date = date(2002, 2, 14)
    birth_place = "Atambua"
    sex = "female"
    marital = "single"
    education = "SMA"
    village = factory.SubFactory(VillageFactory)


class DocumentFactory(factory.django.DjangoModelFactory):
    """A paper with one page that lies in no storage; accepted ones were accepted by somebody."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    candidate = factory.SubFactory(CandidateFactory)
    paper = "ktp"
    version = 1
    state = Document.State.HANDED_IN
    reviewed_by = factory.Maybe(
        factory.LazyAttribute(lambda document: document.state in {"accepted", "returned"}),
        factory.SubFactory(MembershipFactory, role=Role.BP3MI_OFFICER),
        None,
    )
    reviewed_at = factory.LazyAttribute(lambda document: timezone.now() if document.reviewed_by else None)
    return_reason = factory.LazyAttribute(lambda document: "blurred" if document.state == "returned" else "")

    @factory.post_generation
    def pages(document, create, count):
        for place in range(1, (1 if count is None else count) + 1):
            DocumentPage.objects.create(
                document=document, place=place, kind="jpg", digest="0" * 64, size=1, file=f"{document.pk}-{place}"
            )


class RegistrationFactory(factory.django.DjangoModelFactory):
    """A draft with nothing missing but its papers; ``papers=True`` brings those as well."""

    class Meta:
        model = Registration
        skip_postgeneration_save = True

    candidate = factory.SubFactory(CandidateFactory)
    state = State.DRAFT
    office = factory.SubFactory(OfficeFactory)
    regency = factory.LazyAttribute(lambda registration: registration.candidate.village.district.regency)
    notice = factory.LazyFunction(lambda: PolicyText.objects.notices().current())
    nik_index = factory.LazyAttribute(
        lambda registration: registration.candidate.nik_index if registration.state in HOLDS_NIK else None
    )
    verified_by = factory.Maybe(
        factory.LazyAttribute(lambda registration: registration.state == State.VERIFIED),
        factory.SubFactory(UserFactory),
        None,
    )

    @factory.post_generation
    def papers(registration, create, wanted):
        for paper in ("ktp", "kk") if wanted else ():
            DocumentFactory(candidate=registration.candidate, paper=paper)


class PinnedPaperFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PinnedPaper

    registration = factory.SubFactory(RegistrationFactory)
    paper = "ktp"
    need = "required"
    due = "submitted"


class CorrectionPointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CorrectionPoint

    registration = factory.SubFactory(RegistrationFactory, state=State.IN_REVIEW)
    paper = "ktp"
    reason = "blurred"
    raised_by = factory.SubFactory(MembershipFactory, role=Role.BP3MI_OFFICER)


class LetterFactory(factory.django.DjangoModelFactory):
    """A letter of consent that the person printed, for a job in Taiwan."""

    class Meta:
        model = Letter

    registration = factory.SubFactory(RegistrationFactory)
    kind = "consent"
    signer = "parent"
    title = "Juru las"
    country = "Taiwan"
    submission_key = factory.LazyFunction(uuid.uuid4)
    made_by = factory.LazyAttribute(lambda letter: letter.registration.candidate.user)
