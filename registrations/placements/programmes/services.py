"""Signing up, withdrawing, and what follows when an employer chooses from the roster. Each is one transaction."""

import structlog
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from jobs.choices import Actor
from portal.accounts.acting import Acting
from portal.audit.services import record
from portal.lib.dates import WIB, long_date, today_in
from portal.messaging.kinds import kind_named
from portal.messaging.services import owe
from portal.workflow import StepRefused, take_step
from registrations.owing import contact_of_candidate
from registrations.permissions import act_as_candidate
from registrations.placements.choices import Door
from registrations.placements.guards import is_bound_to_no_other, may_begin_anew, registration_is_verified
from registrations.placements.models import Batch, BatchChange, Placement, Selection, SignUp, TestPart
from registrations.placements.models.sign_up import leave_roster
from registrations.placements.programmes import guards, owing, ranking
from registrations.placements.programmes import permissions as may
from registrations.placements.programmes.workflow import MAY_WITHDRAW, Standing, State
from registrations.placements.recording.services import record_step
from registrations.placements.services import begin, pinned
from registrations.placements.workflow import State as CaseState

log = structlog.get_logger(__name__)
# Whoever has signed up has to know when one of them changes.
TOLD_OF = ("closes_on", "test_on", "test_place")
_ONCE = "person_signs_up_once_for_a_batch"
_KEY = "placements_signup_submission_key_key"


def as_it_would_be(registration, batch):
    """A SignUp as it would begin today; kept nowhere."""
    return SignUp(batch=batch, registration=registration, candidate=registration.candidate)


def against(row):
    """Sentences: what stands against this SignUp, beside the state of the registration."""
    bound = is_bound_to_no_other(Placement(candidate=row.candidate))
    return [sentence for sentence in [*(guard(row) for guard in guards.SIGN_UP), bound] if sentence]


def sign_up_for(registration, batch, *, by, key=None):
    """Sign up for an open batch; the same person twice is one SignUp, whichever tab it comes from.

    Raises StepRefused with a sentence: nothing is kept then.
    """
    known = SignUp.objects.standing().filter(batch=batch, candidate=registration.candidate_id)
    if found := known.first():
        return found
    if not act_as_candidate(by, registration):
        raise StepRefused(_("This step is not open to you now."))
    try:
        with transaction.atomic():
            _hold_still(batch)
            row = as_it_would_be(registration, Batch.objects.select_related("programme").get(pk=batch.pk))
            if found := [*filter(None, [may_begin_anew(row), registration_is_verified(row)]), *against(row)]:
                raise StepRefused(" ".join(found))
            row.submission_key, row.is_demo = key, registration.is_demo
            row.save()
            record(by, "programmes.signed_up", row)
            _owe("placements.signed_up", row)
            return row
    except IntegrityError as error:
        if _ONCE not in str(error) and _KEY not in str(error):
            raise
    if found := known.first():
        return found
    # An old form of a sign-up that was taken back since.
    raise StepRefused(_("Somebody changed this meanwhile. Please look again."))


def withdraw(sign_up, *, by):
    """Take it back, up to the day an employer chooses; who waits first comes onto the roster. Twice has one effect.

    Raises StepRefused with a sentence.
    """
    with transaction.atomic():
        if case := Placement.objects.filter(sign_up=sign_up, state=CaseState.APPLIED).first():
            take_step(case, "withdraw", by=by)  # its employer withdrew; the place on the roster follows the case
            record(by, "programmes.withdrawn", sign_up)
            return
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=sign_up.batch_id)
        sign_up = SignUp.objects.select_for_update(of=("self",)).get(pk=sign_up.pk)
        if sign_up.standing == Standing.WITHDRAWN:
            return
        if sign_up.standing not in MAY_WITHDRAW or not act_as_candidate(by, sign_up.registration):
            raise StepRefused(_("This step is not open to you now."))
        # A rank that was published stays counted, one that nobody has read goes.
        unread = {} if batch.state == State.PUBLISHED else {"rank": None, "total": None, "outcome": ""}
        leave_roster(batch, SignUp.objects.filter(pk=sign_up.pk), **unread)
        record(by, "programmes.withdrawn", sign_up)
        if batch.state == State.TESTED:
            ranking.rank(batch)


@transaction.atomic
def keep_batch(batch, parts, *, by):
    """Save a new or changed Batch; ``parts``: the TestParts of one that is still being prepared, None: they stay."""
    is_new = batch.pk is None
    if is_new:
        batch.save()
    else:
        _save_answers(batch, by)
    if parts is not None:
        batch.parts.all().delete()
        for part in parts:
            part.batch = batch
        TestPart.objects.bulk_create(parts)
    record(by, "programmes.batch_made" if is_new else "programmes.batch_changed", batch)


def _save_answers(batch, by):
    """What the form asks and nothing of how the batch stands: that may have moved since it was read. Raises StepRefused."""
    now = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if now.state != batch.state:
        raise StepRefused(_("Somebody changed this meanwhile. Please look again."))
    moved = {"id", "state", "version", "roster_until", "scored_by", "published_by", "published_on", "ended_on"}
    batch.save(update_fields=[one.name for one in Batch._meta.concrete_fields if one.name not in moved])
    was = {name: getattr(now, name) for name in TOLD_OF}
    if now.state != State.PREPARED and was != {name: getattr(batch, name) for name in TOLD_OF}:
        BatchChange.objects.create(batch=batch, changed_by=by.user, **was)
        owing.owe_at_once("placements.batch_changed")


@transaction.atomic
def publish(batch, *, by, seen, until):
    """Fix the roster, valid until the day ``until``, and owe everybody the word. Raises StepRefused with a sentence."""
    Batch.objects.filter(pk=batch.pk, state=State.TESTED).update(roster_until=until)
    return take_step(batch, "publish", by=by, seen=seen)


@transaction.atomic
def choose(sign_up, *, by, held_on, employer, paper_on):
    """Record that ``employer`` chose this person from the roster, by its paper of ``paper_on``: their case begins.

    Goes as far as the selection, by the procedure in force. Sent twice it has one effect. Returns the Placement; raises
    StepRefused with a sentence: nothing is kept then.
    """
    # Chosen once before, by an employer that withdrew: the same case goes on. Locked in the order of every step of it.
    before = Placement.objects.select_for_update(of=("self",)).filter(sign_up=sign_up).first()
    sign_up = SignUp.objects.select_for_update(of=("self",)).get(pk=sign_up.pk)
    if not may.choose(by, sign_up):
        raise StepRefused(_("This step is not open to you now."))
    if sign_up.standing == Standing.CHOSEN:
        return sign_up.placement
    batch = sign_up.batch
    if sign_up.standing != Standing.ON_ROSTER or batch.state != State.PUBLISHED:
        raise StepRefused(_("Only whoever is on the roster can be chosen."))
    if batch.roster_until < today_in(WIB):
        raise StepRefused(_("The roster was valid until %(day)s.") % {"day": long_date(batch.roster_until)})
    case = before or _begun(sign_up, by)
    evidence = Selection(held_on=held_on, where=Selection.Where.ELSEWHERE)
    behalf = {"body": Actor.EMPLOYER, "name": employer, "dated_on": paper_on}
    return record_step(by, case, "shortlist", seen=case.version, evidence=evidence, behalf=behalf)


def _begun(sign_up, by):
    case = begin(sign_up.registration, door=Door.PROGRAMME, sign_up=sign_up, **pinned(sign_up.batch.programme))
    return take_step(case, "apply", by=by)


def tend():
    """Close batches past their last day, end rosters past theirs and the cases that waited on them; returns
    (closed, ended). Twice at once does no harm."""
    by, day = Acting.for_system("tend_programmes"), today_in(WIB)
    closed = Batch.objects.filter(state=State.OPEN, closes_on__lt=day)
    ended = Batch.objects.filter(state=State.PUBLISHED, roster_until__lt=day)
    counts = _each(closed, "close", by), _each(ended, "end", by)
    _end_cases(by)
    return counts


def _end_cases(by):
    """Of those whose employer withdrew and whose roster is over: no other employer can choose them."""
    cases = Placement.objects.filter(state=CaseState.APPLIED, sign_up__standing=Standing.LAPSED)
    with translation.override("id"):  # the reason stands in the history
        for case in cases.order_by("pk"):
            try:
                take_step(
                    case, "roster_is_over", by=by, reason=_("The roster is over, and no other employer chose you.")
                )
            except StepRefused as refusal:  # somebody was faster
                log.info("case_not_ended", case=case.number, because=str(refusal))


def _each(batches, event, by):
    taken = 0
    for batch in batches.order_by("pk"):
        try:
            take_step(batch, event, by=by)
        except StepRefused as refusal:  # somebody was faster
            log.info("batch_not_moved", batch=batch.number, step=event, because=str(refusal))
        else:
            taken += 1
    return taken


def _hold_still(batch):
    """Until this transaction ends the batch takes no step; others who sign up need not wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM placements_batch WHERE id = %s FOR SHARE", [batch.pk])


def _owe(name, row):
    if contact := contact_of_candidate(row.candidate):
        owe(kind_named(name), subject=row, contact=contact, office=row.registration.office)
