"""Raising the doubt whether two files are of one person, and deciding it. Each act is one transaction."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import Acting
from portal.audit.services import record, record_each
from portal.lib.sealed import blind_indexes
from portal.messaging.kinds import kind_named
from portal.messaging.services import contact_of, owe
from portal.workflow import StepRefused, take_step
from registrations.asked import IDENTITY
from registrations.choices import FlagKind, Origin
from registrations.duplicates.likeness import alike
from registrations.flagging import carry_flags, raise_each
from registrations.models import Candidate, Flag, Merge, Move, Registration, Suspicion
from registrations.models.candidate import NIK
from registrations.workflow import HOLDS_NIK, OPEN, WITH_OFFICE, State

SORTED_OUT = "registrations.files_sorted_out"


@transaction.atomic
def suspect(registration):
    """Write a Suspicion for each known person who may be the one of ``registration``; returns those that are new.

    A phone shared in a household is no sign of anything, and a stranger's draft that was never handed in isn't compared
    with. A pair that officers have decided about isn't raised again.
    """
    candidate, raised = registration.candidate, []
    for other, ground in _lookalikes(candidate).items():
        first, second = sorted((candidate.pk, other))
        suspicion, is_new = Suspicion.objects.get_or_create(
            first_id=first, second_id=second, defaults={"ground": ground, "office_id": registration.office_id}
        )
        if is_new:
            raised.append(suspicion)
    if raised:
        ask_for_a_second_look([candidate.pk, *(one.first_id for one in raised), *(one.second_id for one in raised)])
    return raised


def _lookalikes(candidate):
    """Key of each other person to the ground, people with the same NIK first."""
    handed_in = Registration.objects.filter(candidate=OuterRef("pk"), submitted_at__isnull=False)
    known = Candidate.objects.filter(Q(Exists(handed_in)) | Q(origin=Origin.LIST), merged_into=None)
    known = known.exclude(pk=candidate.pk)
    found = {}
    if candidate.nik:
        same = known.filter(nik_index__in=blind_indexes(NIK, candidate.nik)).values_list("pk", flat=True)
        found = dict.fromkeys(same, Suspicion.Ground.SAME_NIK)
    if candidate.birth_date:
        born_then = dict(known.filter(birth_date=candidate.birth_date).values_list("pk", "name"))
        for key in alike(candidate.name, born_then):
            found.setdefault(key, Suspicion.Ground.ALIKE)
    return found


def ask_for_a_second_look(candidates):
    """Whichever of the two comes to a decision first, two officers look at it: the first to hand in may be the impostor."""
    held = Registration.objects.filter(candidate__in=candidates, state__in=HOLDS_NIK)
    raise_each(Acting.for_system("suspect"), held, FlagKind.LOOKS_ALIKE)


@transaction.atomic
def keep_apart(suspicion, *, by, reason, seen=None):
    """They are two people. Raises StepRefused."""
    suspicion = take_step(suspicion, "keep_apart", by=by, seen=seen, reason=reason)
    _end_flags(suspicion, by)
    return suspicion


def merge(suspicion, *, staying, by, reason, seen=None):
    """They are one person: ``staying`` (a Candidate of the pair) keeps its data and takes papers and registrations.

    No account ever moves: the one of ``staying``, if it has any, shows all of it from then on, the other's nothing. So
    where there is an account, or a file of another office, the first officer only proposes (the Suspicion stays open),
    and another one merges.
    One open registration remains: where the one that stays has a case at an office, the other's open ones are folded
    away. Raises StepRefused.
    """
    with _refusing_collisions():
        held = Suspicion.objects.select_for_update(of=("self",)).get(pk=suspicion.pk)
        kept, absorbed = _lock(held, staying.pk)
        needs_two = bool(kept.user_id or absorbed.user_id) or _lies_elsewhere(held)
        if needs_two and (held.proposed_staying_id != kept.pk or held.proposed_by_id == by.user_id):
            return _propose(held, kept, by=by, reason=reason, seen=seen)
        Suspicion.objects.filter(pk=held.pk).update(needs_two=needs_two)
        suspicion = take_step(suspicion, "merge", by=by, seen=seen, reason=reason)
        if kept.merged_into_id or absorbed.merged_into_id:
            raise StepRefused(_("One of the two was merged with another file meanwhile. Please look again."))
        made = Merge.objects.create(suspicion=suspicion, kept=kept, absorbed=absorbed)
        _move_registrations(made, by)
        _move_papers(made)
        absorbed.merged_into = kept
        absorbed.save(update_fields=["merged_into", "updated_at"])
        _end_flags(suspicion, by)
        for registration in kept.registrations.filter(state__in=HOLDS_NIK):
            carry_flags(registration)
        record(by, "candidate.merged", kept)
        record(by, "candidate.merged_away", absorbed)
        _tell_accounts(suspicion, kept, absorbed)
    return suspicion


def _lies_elsewhere(suspicion):
    """Whether a file of one of the two lies at another office: its papers come within reach by the merge."""
    both = Registration.objects.filter(candidate__in=[suspicion.first_id, suspicion.second_id], office__isnull=False)
    return both.exclude(office=suspicion.office_id).exists()


def _propose(suspicion, kept, *, by, reason, seen):
    suspicion = take_step(suspicion, "propose", by=by, seen=seen, reason=reason)
    suspicion.proposed_staying = kept
    suspicion.save(update_fields=["proposed_staying", "updated_at"])
    return suspicion


def _tell_accounts(suspicion, *candidates):
    """The same words to both: neither learns which of them the file is with, nor that there is another."""
    for candidate in candidates:
        if candidate.user_id:
            contact = contact_of(candidate.user)
            owe(kind_named(SORTED_OUT), subject=suspicion.last_step, contact=contact, office=suspicion.office)


def unmerge(suspicion, *, by, reason, seen=None):
    """Undo a merge: everything that it moved goes back; what came since stays with the row that was kept.

    Raises StepRefused, also while a later merge stands on this one.
    """
    with _refusing_collisions():
        suspicion = take_step(suspicion, "unmerge", by=by, seen=seen, reason=reason)
        made = suspicion.merges.get(undone_at=None)
        kept, absorbed = _lock(suspicion, made.kept_id)
        if kept.merged_into_id:
            raise StepRefused(_("The file was merged with another one since. Please undo that first."))
        absorbed.merged_into = None
        absorbed.save(update_fields=["merged_into", "updated_at"])
        _move_back(made, absorbed, by)
        made.undone_at = timezone.now()
        made.save(update_fields=["undone_at"])
        ask_for_a_second_look([kept.pk, absorbed.pk])
        record(by, "candidate.unmerged", kept)
        record(by, "candidate.unmerged", absorbed)
        _tell_accounts(suspicion, kept, absorbed)
    return suspicion


@contextmanager
def _refusing_collisions():
    """All or nothing; what the database refuses is told as a sentence: another file's NIK, a paper of this moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise StepRefused(
            _(
                "Another file holds this NIK, or a paper was handed in this moment. Nothing was changed. Please look again."
            )
        ) from None


def _lock(suspicion, kept):
    rows = Candidate.objects.select_for_update().filter(pk__in=[suspicion.first_id, suspicion.second_id])
    rows = {row.pk: row for row in rows.order_by("pk")}
    return rows.pop(kept), rows.popitem()[1]


def _move_registrations(made, by):
    kept = made.kept
    states = set(kept.registrations.values_list("state", flat=True))
    moving = list(made.absorbed.registrations.select_for_update().order_by("pk"))
    has_case = bool(states & HOLDS_NIK)
    stays_open = HOLDS_NIK if not has_case else set()
    if not states & OPEN and not any(one.state in HOLDS_NIK for one in moving):
        stays_open = stays_open | {State.DRAFT}
    for registration in moving:
        is_folded = registration.state in OPEN - stays_open
        if is_folded:
            registration = _fold(registration, by)
        Move.objects.create(merge=made, registration=registration, was_folded=is_folded)
        _give(registration, kept, by)


def _fold(registration, by):
    if registration.is_held:
        raise StepRefused(_("One of the two files is on hold. Its head has to release it first."))
    return take_step(registration, "fold", by=by)


def _give(registration, candidate, by):
    """The registration becomes ``candidate``'s, and holds that NIK if it holds one. What officers said of other data than
    ``candidate``'s no longer counts."""
    before, columns = registration.candidate, {Candidate._meta.get_field(name).attname for name in IDENTITY}
    is_another = any(getattr(before, column) != getattr(candidate, column) for column in columns)
    registration.candidate = candidate
    if registration.state in HOLDS_NIK:
        registration.nik_index, registration.nik_index_next = candidate.nik_index, candidate.nik_index_next
    if is_another and registration.state in WITH_OFFICE:
        registration.first_by = None
    registration.save(update_fields=["candidate", "nik_index", "nik_index_next", "first_by", "updated_at"])
    if is_another and registration.state == State.VERIFIED:
        take_step(registration, "data_changed", by=by)


def _move_papers(made):
    """Papers follow; where both have one of a kind, the one of the row that stays remains the current one."""
    newest = {}
    for document in made.kept.documents.order_by("version"):
        newest[document.paper] = (document.version, newest.get(document.paper, (0, False))[1] or document.is_current)
    for document in made.absorbed.documents.select_for_update().order_by("paper", "version"):
        Move.objects.create(merge=made, document=document, version=document.version, was_current=document.is_current)
        version, has_current = newest.get(document.paper, (0, False))
        document.candidate, document.version = made.kept, version + 1
        document.is_current = document.is_current and not has_current
        newest[document.paper] = (version + 1, has_current or document.is_current)
        document.save(update_fields=["candidate", "version", "is_current"])


def _move_back(made, absorbed, by):
    moves = made.moves.order_by("pk")
    for move in moves.filter(document__isnull=False).select_related("document"):
        document = move.document
        document.candidate, document.version, document.is_current = absorbed, move.version, move.was_current
        document.save(update_fields=["candidate", "version", "is_current"])
    for move in moves.filter(registration__isnull=False):
        registration = Registration.objects.select_for_update(of=("self",)).get(pk=move.registration_id)
        if move.was_folded and registration.state == State.CLOSED:
            registration.nik_index, registration.nik_index_next = absorbed.nik_index, absorbed.nik_index_next
            registration.save(update_fields=["nik_index", "nik_index_next"])
            registration = take_step(registration, "unfold", by=by)
        _give(registration, absorbed, by)


def _end_flags(suspicion, by):
    """The flags of both, unless another doubt about one of them is open."""
    both = [suspicion.first_id, suspicion.second_id]
    if not Suspicion.objects.filter(Q(first__in=both) | Q(second__in=both), state="open").exists():
        end_flags(both, by)


def end_flags(candidates, by):
    """The flags of ``candidates`` (keys) of whom no doubt is open any more."""
    is_doubted = Suspicion.objects.filter(
        Q(first=OuterRef("registration__candidate")) | Q(second=OuterRef("registration__candidate")), state="open"
    )
    standing = Flag.objects.standing().filter(registration__candidate__in=candidates, kind=FlagKind.LOOKS_ALIKE)
    flags = list(standing.exclude(Exists(is_doubted)).select_related("registration"))
    keys = [flag.pk for flag in flags]
    Flag.objects.filter(pk__in=keys).update(ended_by=by.membership, ended_at=timezone.now())
    ended = [flag.registration for flag in flags]
    record_each(by, "registrations.flag_ended", ended, reason_code=str(FlagKind.LOOKS_ALIKE))


def forget_doubts(doubts, by):
    """Of a queryset those that nobody has decided on, because a list that raised them is undone; flags go with them."""
    doubts = doubts.filter(state="open", version=0)
    people = {key for pair in doubts.values_list("first_id", "second_id") for key in pair}
    doubts.delete()
    end_flags(people, by)
