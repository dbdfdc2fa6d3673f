"""Raising and ending flags. A flag decides nothing: it asks for a second pair of eyes."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import Acting, ActRefused
from portal.audit.services import record, record_each
from portal.lib.sealed import blind_indexes
from registrations import permissions as may
from registrations.choices import FlagKind
from registrations.models import Candidate, Disclosure, Flag, Registration
from registrations.models.candidate import NIK
from registrations.workflow import OPEN


@transaction.atomic
def raise_flag(by, registration, kind):
    """Ask for a second look; returns the standing Flag. ``by``: an officer, or the portal's own checks (a system Acting)."""
    Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    flag, is_new = Flag.objects.standing().get_or_create(
        registration=registration, kind=kind, defaults={"raised_by": by.membership}
    )
    if is_new:
        # What one officer has verified stays verified; decided again, it needs two (Registration.after_step).
        Registration.objects.filter(pk=registration.pk, verified_by=None).update(needs_second_pair=True)
        record(by, "registrations.flag_raised", registration, reason_code=str(kind))
    return flag


def carry_flags(registration):
    """Raise on ``registration`` what still stands on others of the same person, or with the same NIK: nobody gets rid of a
    doubt by withdrawing and coming back. Of a stranger's file only what was handed in counts.
    """
    person = registration.candidate
    people = Q(pk=person.pk) | Q(nik_index__in=blind_indexes(NIK, person.nik) if person.nik else [])
    files = Registration.objects.filter(candidate__in=Candidate.objects.filter(people).values("pk"))
    files = files.filter(Q(candidate=person) | Q(submitted_at__isnull=False)).exclude(pk=registration.pk)
    if not (keys := list(files.values_list("pk", flat=True))):
        return
    standing = Flag.objects.standing().filter(registration__in=keys)
    for kind in sorted(set(standing.values_list("kind", flat=True))):
        raise_flag(Acting.for_system("carry_flags"), registration, kind)


@transaction.atomic
def raise_each(by, registrations, kind):
    """The same for a queryset of registrations, in a fixed number of queries."""
    rows = list(registrations.select_for_update(of=("self",)).order_by("pk"))
    standing = Flag.objects.standing().filter(registration__in=rows, kind=kind)
    flagged = set(standing.values_list("registration_id", flat=True))
    fresh = [row for row in rows if row.pk not in flagged]
    Flag.objects.bulk_create(Flag(registration=row, kind=kind, raised_by=by.membership) for row in fresh)
    Registration.objects.filter(pk__in=[row.pk for row in fresh], verified_by=None).update(needs_second_pair=True)
    record_each(by, "registrations.flag_raised", fresh, reason_code=str(kind))


@transaction.atomic
def end_flag(by, flag):
    """A head has looked into it, so what earlier registrations of the person carry of it ends as well. The file keeps its
    two pairs of eyes. Raises ActRefused.
    """
    flag = Flag.objects.select_for_update(of=("self",)).select_related("registration__candidate").get(pk=flag.pk)
    if not may.decide(by, flag.registration):
        raise ActRefused(_("Only the head of the office ends a flag."))
    if flag.ended_at is None:
        flag.ended_by, flag.ended_at = by.membership, timezone.now()
        flag.save(update_fields=["ended_by", "ended_at"])
        record(by, "registrations.flag_ended", flag.registration, reason_code=flag.kind)
        earlier = Flag.objects.standing().filter(kind=flag.kind, registration__candidate=flag.registration.candidate_id)
        earlier.exclude(registration__state__in=OPEN).update(ended_by=by.membership, ended_at=timezone.now())
        if flag.kind == FlagKind.HELD_BEFORE:  # the investigation is over
            looks = Disclosure.objects.filter(candidate=flag.registration.candidate_id, is_withheld=True)
            looks.exclude(registration__state__in=OPEN).update(is_withheld=False)
    return flag
