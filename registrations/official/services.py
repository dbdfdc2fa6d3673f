"""Write down the number that the official system gave, one by one or from a list of it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.workflow import StepRefused, take_step
from registrations.models import OfficialList, OfficialRow, Registration
from registrations.official.comparing import compare

MOST_AT_ONCE = 500  # numbers written down by one click
_SHOWN_MISSING = 1000
Outcome = OfficialRow.Outcome


@transaction.atomic
def record_official_id(registration, official_id, *, by, seen=None):
    """Write down the number that SISKOP2MI gave to a verified file. Raises StepRefused.

    The same number again changes nothing; another one than before is a mistake that the official system has to clear.
    """
    kept = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    if kept.official_id == official_id:
        return kept
    if kept.official_id:
        raise StepRefused(
            _("Another number is recorded for this file already. Please ask the ministry which one holds.")
        )
    registration = take_step(registration, "record_external_id", by=by, seen=seen)
    registration.official_id = official_id
    try:
        with transaction.atomic():
            registration.save(update_fields=["official_id", "updated_at"])
    except IntegrityError:
        raise StepRefused(_("This number is recorded for another file. Please compare both in SISKOP2MI.")) from None
    record(by, "registrations.official_id_recorded", registration, fields=["official_id"])
    return registration


@transaction.atomic
def read_list(by, path):
    """Compare a list with the files that ``by`` may see, in the place of the office's last one. Raises Unusable."""
    compared = compare(by, path)
    here = Registration.objects.visible_to(by).exclude(official_id=None).exclude(official_id__in=compared.official_ids)
    OfficialList.objects.filter(office=by.office_id).delete()
    kept = OfficialList.objects.create(
        office_id=by.office_id, membership=by.membership, matched=compared.matched, missing_there=here.count()
    )
    missing = [
        OfficialRow(outcome=Outcome.MISSING_THERE, registration=registration, official_id=registration.official_id)
        for registration in here.order_by("pk")[:_SHOWN_MISSING]
    ]
    for row in (rows := compared.rows + missing):
        row.official_list = kept
    OfficialRow.objects.bulk_create(rows, batch_size=2000)
    record(by, "registrations.official_list_read", kept)
    return kept


@transaction.atomic
def record_from(kept, *, by):
    """Write down the numbers of the first rows that wait for it; returns (how many were, how many were refused).

    What was refused meanwhile, because the file moved on, becomes a row that differs.
    """
    rows = (
        kept.rows.select_for_update(of=("self",))
        .filter(outcome=Outcome.TO_RECORD)
        .select_related("registration__candidate")
    )
    done = refused = 0
    for row in rows.order_by("pk")[:MOST_AT_ONCE]:
        try:
            with transaction.atomic():
                record_official_id(row.registration, row.official_id, by=by)
        except StepRefused:
            row.outcome, row.fields = Outcome.DIFFERENT, ["official_id"]
            row.save(update_fields=["outcome", "fields"])
            refused += 1
        else:
            row.delete()
            done += 1
    OfficialList.objects.filter(pk=kept.pk).update(matched=kept.matched + done)
    return done, refused
