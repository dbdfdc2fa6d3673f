"""Raising and ending flags. A flag decides nothing: it asks for a second pair of eyes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import ActRefused
from portal.audit.services import record, record_each
from registrations import permissions as may
from registrations.models import Flag, Registration


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
    """A head has looked into it. The file keeps its two pairs of eyes. Raises ActRefused."""
    flag = Flag.objects.select_for_update(of=("self",)).select_related("registration__candidate").get(pk=flag.pk)
    if not may.decide(by, flag.registration):
        raise ActRefused(_("Only the head of the office ends a flag."))
    if flag.ended_at is None:
        flag.ended_by, flag.ended_at = by.membership, timezone.now()
        flag.save(update_fields=["ended_by", "ended_at"])
        record(by, "registrations.flag_ended", flag.registration, reason_code=flag.kind)
    return flag
