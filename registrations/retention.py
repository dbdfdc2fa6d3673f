"""Lets go of people whose period is over (docs/privacy.md). What is known of them is emptied and their files go; ids, codes
and history stay, so that what was done can still be counted and answered for.
"""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.accounts.acting import Acting
from portal.audit.services import record_each
from registrations.choices import FlagKind
from registrations.models import (
    Candidate,
    CandidatePhone,
    CorrectionAnswer,
    CorrectionPoint,
    CorrectionWords,
    DataRequestWords,
    Disclosure,
    Document,
    DocumentPage,
    Flag,
    Letter,
    ListedPerson,
    Move,
    Passport,
    PersonBefore,
    PinnedPaper,
    PointFinding,
    ReadValue,
    RegisterCheck,
    Registration,
    RegistrationStepReason,
    StatusPin,
    SuspicionReason,
    Upload,
)
from registrations.papers import storage
from registrations.workflow import State

BATCH = 200
NOTHING = {
    "name": "",
    "nik": "",
    "nik_index": None,
    "nik_index_next": None,
    "kk": "",
    "kk_index": None,
    "kk_index_next": None,
    "birth_date": None,
    "birth_place": "",
    "sex": "",
    "marital": "",
    "education": "",
    "village": None,
    "address": "",
    "email": "",
}
# Of the floors above: whom they still need (function () -> queryset of keys of Candidate), and what they let go of with
# somebody (function (keys of Candidate)); and periods of their own (function () -> counts).
_NEEDED, _WITH_A_PERSON, _BY_THEMSELVES = [], [], []
log = structlog.get_logger(__name__)


def add(needed, let_go, apply_own):
    """For a floor above: all three are called each time."""
    _NEEDED.append(needed)
    _WITH_A_PERSON.append(let_go)
    _BY_THEMSELVES.append(apply_own)


def add_period(apply_own):
    """For a floor above that keeps rows of its own, which nobody's registration needs."""
    _BY_THEMSELVES.append(apply_own)


def count():
    """How many people ``apply`` would begin with; rows that go with another one's follow."""
    return _over().count()


def apply(on_batch=None):
    """Empty each person of whom nothing is kept any longer; returns counts: people, drafts, files, what floors above count.

    Somebody with one registration that is still kept stays whole, a row merged into another as long as that one.
    ``on_batch``: told how many people are done so far.
    """
    counts = {"people": 0, "drafts": 0, "files": 0}
    while keys := list(_over().order_by("pk").values_list("pk", flat=True)[:BATCH]):
        for name, count in _let_go(keys).items():
            counts[name] += count
        if on_batch:
            on_batch(counts["people"])
    log.info("retention_applied", **counts)
    for apply_own in _BY_THEMSELVES:
        counts |= apply_own()
    return counts


def _over():
    """People who are still written about, have registrations or were merged away, and none that is to be kept."""
    now = timezone.now()

    def before(days):
        return {"state_since__lt": now - timedelta(days=days)}

    draft = Q(state=State.DRAFT, updated_at__lt=now - timedelta(days=settings.REGISTRATION_DRAFT_DAYS))
    unplaced = Q(state=State.CLOSED, official_id=None) | Q(state=State.REJECTED)
    ended = (
        Q(state__in=[State.LAPSED, State.WITHDRAWN], **before(settings.REGISTRATION_LAPSED_DAYS))
        | (unplaced & Q(**before(settings.REGISTRATION_CLOSED_DAYS)))
        | Q(state=State.CLOSED, official_id__isnull=False, **before(settings.REGISTRATION_PLACED_DAYS))
    )
    # What ended on hold stays until a head has ended the investigation.
    is_looked_into = Exists(Flag.objects.standing().filter(registration=OuterRef("pk"), kind=FlagKind.HELD_BEFORE))
    own = Registration.objects.filter(candidate=OuterRef("pk"))
    kept = own.filter(~(draft | ended) | is_looked_into)
    stays = Candidate.objects.filter(pk=OuterRef("merged_into")).exclude(name="", nik="")
    is_over = Exists(own) | Q(merged_into__isnull=False) & ~Exists(stays)
    over = Candidate.objects.filter(is_over, ~Exists(kept)).exclude(name="", nik="")
    for needed in _NEEDED:
        over = over.exclude(pk__in=needed())
    return over


@transaction.atomic
def _let_go(keys):
    registrations = Registration.objects.filter(candidate__in=keys)
    # Whoever came back this moment wrote into a registration first: after waiting for them, asked anew.
    list(registrations.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    keys = list(_over().filter(pk__in=keys).values_list("pk", flat=True))
    people, registrations = Candidate.objects.filter(pk__in=keys), Registration.objects.filter(candidate__in=keys)
    files = _let_go_of_papers(keys)
    for words in (
        CorrectionAnswer.objects.filter(point__registration__in=registrations),
        CorrectionWords.objects.filter(point__registration__in=registrations),
        RegistrationStepReason.objects.filter(step__registration__in=registrations),
        DataRequestWords.objects.filter(request__candidate__in=keys),
        CandidatePhone.objects.filter(candidate__in=keys),
        Passport.objects.filter(candidate__in=keys),
        StatusPin.objects.filter(registration__in=registrations),
        PersonBefore.objects.filter(listed__registration__in=registrations),
    ):
        words.delete()
    for let_go in _WITH_A_PERSON:
        let_go(keys)
    Letter.objects.filter(registration__in=registrations).update(signer_name="")
    RegisterCheck.objects.filter(registration__in=registrations).update(reference="")
    doubted = Q(step__suspicion__first__in=keys) | Q(step__suspicion__second__in=keys)
    SuspicionReason.objects.filter(doubted).update(text="")
    # By these a list would find the emptied row and bring nobody.
    ListedPerson.objects.filter(registration__in=registrations).update(old_number="", digest=b"")
    people.update(**NOTHING)
    record_each(Acting.for_system("apply_retention"), "registrations.let_go", people)
    return {"people": len(keys), "drafts": _let_go_of_drafts(registrations), "files": files}


def _let_go_of_papers(keys):
    """How many files went: their names are strays from now on, which the sweeper deletes."""
    documents = Document.objects.filter(candidate__in=keys)
    pages = DocumentPage.objects.filter(document__in=documents)
    names = list(pages.values_list("file", flat=True))
    storage.abandon(names)
    pages.delete()
    ReadValue.objects.filter(document__in=documents).delete()
    PointFinding.objects.filter(document__in=documents).delete()
    documents.update(number="", issuer="", issued_on=None, expires_on=None)
    Upload.objects.filter(candidate__in=keys).delete()
    return len(names)


def _let_go_of_drafts(registrations):
    """Drafts that nothing else tells of go whole; of one that an officer saw or a list brought the emptied row stays."""
    told_of = {
        "history": None,
        "flags": None,
        "letters": None,
        "releases": None,
        "register_checks": None,
        "listed": None,
        "calls": None,
        # Rows of a floor above.
        "placements": None,
        "sign_ups": None,
    }
    seen, moved = (model.objects.filter(registration=OuterRef("pk")) for model in (Disclosure, Move))
    drafts = registrations.filter(~Exists(seen), ~Exists(moved), state=State.DRAFT, **told_of)
    keys = list(drafts.values_list("pk", flat=True))
    PinnedPaper.objects.filter(registration__in=keys).delete()
    CorrectionPoint.objects.filter(registration__in=keys).delete()
    Registration.objects.filter(pk__in=keys).delete()
    return len(keys)
