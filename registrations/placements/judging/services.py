"""Judging a paper that a case asks for after the registration was verified."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.messaging.kinds import kind_named
from portal.messaging.services import owe
from portal.workflow import StepRefused
from registrations import forecast
from registrations.models import Document
from registrations.owing import contact_of_candidate
from registrations.placements import permissions as may

_JUDGED = {Document.State.HANDED_IN, Document.State.ACCEPTED, Document.State.RETURNED}


@transaction.atomic
def judge(by, case, document, *, reason=""):
    """Accept the paper, or with a ``reason`` (ReasonToCorrect) have it handed in again. Raises StepRefused."""
    held = Document.objects.select_for_update(of=("self",)).get(pk=document.pk, candidate=case.candidate_id)
    if not may.record(by, case) or not case.papers.judged_here().filter(paper=held.paper).exists():
        raise StepRefused(_("This step is not open to you now."))
    if held.handed_in_by_id and by.is_same_person(held.handed_in_by.user_id):
        raise StepRefused(_("You handed this paper in for the person. Another officer looks at it."))
    if not held.is_current:
        raise StepRefused(_("A newer one was handed in meanwhile. Please look at it."))
    if held.state not in _JUDGED:
        raise StepRefused(_("This paper can't be looked at yet."))
    held.state = Document.State.RETURNED if reason else Document.State.ACCEPTED
    held.return_reason, held.reviewed_by, held.reviewed_at = reason, by.membership, timezone.now()
    held.save(update_fields=["state", "return_reason", "reviewed_by", "reviewed_at"])
    action = "placements.paper_returned" if reason else "placements.paper_accepted"
    record(by, action, held, fields=[held.paper], reason_code=reason)
    if reason and (contact := contact_of_candidate(case.candidate)):
        owe(kind_named("placements.paper_returned"), subject=held, contact=contact, office=case.office)
    forecast.renew_one(case.registration)
