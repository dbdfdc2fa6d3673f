"""Make a letter to be signed, and hear from somebody who did not sign it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import Acting, ActRefused
from portal.audit.services import record
from portal.workflow import StepRefused
from registrations import permissions as may
from registrations.choices import FlagKind
from registrations.flagging import raise_flag
from registrations.models import Candidate, Letter
from registrations.services import hold

SYSTEM = "letter_denied"
MOST_A_DAY = 30


@transaction.atomic
def make_letter(by, registration, *, key, **facts):
    """A new Letter of ``registration``; the same ``key`` once more is the same letter, at most MOST_A_DAY of a person in
    24 hours. Raises ActRefused.
    """
    if not may.read(by, registration):
        raise ActRefused(_("This step is not open to you now."))
    Candidate.objects.select_for_update(no_key=True).get(pk=registration.candidate_id)
    made = Letter.objects.filter(registration__candidate=registration.candidate_id).exclude(submission_key=key)
    if made.filter(made_at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise ActRefused(_("That is enough letters for one day. Please go on tomorrow; those made are still here."))
    letter, is_new = Letter.objects.get_or_create(
        submission_key=key, defaults=facts | {"registration": registration, "made_by": by.user}
    )
    if letter.registration_id != registration.pk:
        raise ActRefused(_("This page is out of date. Please begin anew."))
    if is_new:
        record(by, "registrations.letter_made", registration, reason_code=letter.kind)
    return letter


@transaction.atomic
def deny(letter, *, ip=""):
    """Somebody with the code of ``letter`` says that they did not sign: the case goes on hold, and nobody is told.

    Once more changes nothing. A case that can't be held (a draft, one that is over) or is held already only carries the flag.
    """
    letter = Letter.objects.select_for_update(of=("self",)).select_related("registration").get(pk=letter.pk)
    if letter.denied_at:
        return
    letter.denied_at = timezone.now()
    letter.save(update_fields=["denied_at"])
    by = Acting(system=SYSTEM, ip=ip)
    raise_flag(by, letter.registration, FlagKind.DID_NOT_SIGN)
    try:
        with transaction.atomic():
            hold(letter.registration, by=by, reason=_("Somebody says that they did not sign a letter."))
    except StepRefused:
        pass
    record(by, "registrations.letter_denied", letter.registration, reason_code=letter.kind)
