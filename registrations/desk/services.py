"""What an officer does with a file: take it, judge its papers, ask for corrections, hand it on."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import WorkClaim
from portal.accounts.staff_room.claims import claim_first, release
from portal.audit.services import record
from portal.workflow import StepRefused, take_step
from registrations import forecast, services
from registrations import permissions as may
from registrations.desk import points
from registrations.desk.queue import next_for
from registrations.models import CorrectionPoint, CorrectionWords, Document, PointFinding, ReadValue, Registration
from registrations.workflow import State

# After these it is somebody else's turn: whoever held the file lets go of it.
HANDS_ON = {"return", "transfer", "approve_first", "approve", "propose_rejection", "hold", "hold_back", "close"}


def take_next(by, after=None):
    """Claim the file that waits longest and return it, None when nothing is left; what was dealt to ``by`` goes first.

    ``after``: the one on the officer's screen. What stands behind it comes first, so that a file that has to wait for
    somebody's answer is not handed out again and again; behind the last one the queue begins anew.
    """
    ways = [next_for(by).filter(assigned_to=by.membership), next_for(by)]
    if after is not None:
        behind = next_for(by, after)
        ways = [behind.filter(assigned_to=by.membership), behind, next_for(by).exclude(pk=after.pk)]
    return next((file for found in ways if (file := claim_first(by, found))), None)


@transaction.atomic
def accept_paper(by, registration, document, *, answers, seen):
    """Every point agrees: the paper is accepted, and what stood marked about it is done. Raises StepRefused."""
    registration = _held(registration, seen)
    if not may.review(by, registration):
        raise StepRefused(_("Only the office that decides accepts papers."))
    document = _current(registration, document)
    _write_findings(by, registration, document, answers, {})
    document.state, document.return_reason = Document.State.ACCEPTED, ""
    document.reviewed_by, document.reviewed_at = by.membership, timezone.now()
    document.save(update_fields=["state", "return_reason", "reviewed_by", "reviewed_at"])
    registration.open_points().filter(paper=document.paper).update(corrected_at=timezone.now())
    record(by, "registrations.paper_accepted", document, fields=[document.paper])


@transaction.atomic
def mark_paper(by, registration, document, *, reason, words, answers, read, seen):
    """Mark a paper to be handed in again. The person learns of it when the whole file is returned. Raises StepRefused."""
    registration = _held(registration, seen)
    document = _current(registration, document)
    _write_findings(by, registration, document, answers, read)
    _mark(by, registration, reason, words, paper=document.paper)
    record(by, "registrations.paper_marked", document, fields=[document.paper], reason_code=reason)


@transaction.atomic
def mark_field(by, registration, *, field, reason, words, seen):
    """Mark an answer of the person to be put right. Raises StepRefused."""
    registration = _held(registration, seen)
    _mark(by, registration, reason, words, field=field)
    record(by, "registrations.field_marked", registration, fields=[field], reason_code=reason)


@transaction.atomic
def unmark(by, registration, point, *, seen):
    """Take a mark back before the file is returned. Raises StepRefused."""
    registration = _held(registration, seen)
    if not may.return_(by, registration):
        raise StepRefused(_("This step is not open to you now."))
    registration.open_points().filter(pk=point).update(corrected_at=timezone.now())
    record(by, "registrations.mark_taken_back", registration)


@transaction.atomic
def advance(by, registration, event, *, seen, reason="", ground="", to_office=None):
    """Take a step and what belongs to it: papers that go back with the file, whose work it is. Raises StepRefused."""
    if event == "transfer":
        registration = services.transfer(registration, to_office=to_office, by=by, reason=reason, seen=seen)
    elif event == "propose_rejection":
        registration = services.propose_rejection(registration, ground=ground, by=by, reason=reason, seen=seen)
    else:
        registration = take_step(registration, event, by=by, seen=seen, reason=reason)
    if event == "return":
        _return_papers(by, registration)
    forecast.renew_one(registration)
    if event in HANDS_ON:
        release(by, registration)
        if event == "transfer":  # also a colleague's claim: it would keep the other office away for hours
            WorkClaim.objects.on(registration).delete()
        # Corrected, it comes back to who returned it; every other step makes it anybody's.
        keeps = event == "return" and by.role in may.REVIEWERS
        Registration.objects.filter(pk=registration.pk).update(assigned_to=by.membership if keeps else None)
    return registration


def _held(registration, seen):
    """The file, nobody else changing it, as long as it is what the officer looks at."""
    held = Registration.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=registration.pk)
    if held.version != seen:
        raise StepRefused(_("Somebody changed this meanwhile. Please look again."))
    if held.state != State.IN_REVIEW:
        raise StepRefused(_("Papers are judged while the file is being checked."))
    return held


def _current(registration, document):
    """The paper, as long as it is the newest and can be looked at."""
    held = Document.objects.select_for_update(of=("self",)).get(pk=document.pk, candidate=registration.candidate_id)
    if not held.is_current:
        raise StepRefused(_("A newer one was handed in meanwhile. Please look at it."))
    if held.state not in {Document.State.HANDED_IN, Document.State.ACCEPTED, Document.State.RETURNED}:
        raise StepRefused(_("This paper can't be looked at yet."))
    return held


def _write_findings(by, registration, document, answers, read):
    """Answers as they are now; where a point agrees, the paper says what the person declared."""
    findings = [
        PointFinding(document=document, point=code, agrees=agrees, found_by=by.membership, found_at=timezone.now())
        for code, agrees in answers.items()
    ]
    PointFinding.objects.bulk_create(
        findings,
        update_conflicts=True,
        unique_fields=["document", "point"],
        update_fields=["agrees", "found_by", "found_at"],
    )
    for point in points.of(document.paper):
        if not point.field or point.code not in answers:
            continue
        agrees = answers[point.code]
        text = points.declared(point.field, registration.candidate) if agrees else read.get(point.field, "")
        facts = {"text": text, "read_by": by.membership}
        ReadValue.objects.update_or_create(document=document, field=point.field, defaults=facts)


def _mark(by, registration, reason, words, **about):
    if not may.return_(by, registration):
        raise StepRefused(_("This step is not open to you now."))
    facts = {"reason": reason, "raised_by": by.membership}
    point, _is_new = CorrectionPoint.objects.update_or_create(
        registration=registration, corrected_at=None, **about, defaults=facts
    )
    CorrectionWords.objects.filter(point=point).delete()
    if words:
        CorrectionWords.objects.create(point=point, text=words)


def _return_papers(by, registration):
    """The papers that a point names go back as they are; the person hands in anew."""
    now = timezone.now()
    for point in registration.open_points().exclude(paper=""):
        current = Document.objects.current().filter(candidate=registration.candidate_id, paper=point.paper)
        current.update(
            state=Document.State.RETURNED, return_reason=point.reason, reviewed_by=by.membership, reviewed_at=now
        )
