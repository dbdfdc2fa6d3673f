"""Taking work and giving it back: ``claim``, ``claim_first``, ``release``, ``take_over``.

Each is one transaction, one audit entry.
"""

from datetime import datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import ActRefused
from portal.accounts.models import Membership, WorkClaim
from portal.accounts.models.work_claim import with_claim
from portal.accounts.staff_room.grants import may_keep
from portal.accounts.staff_room.holding import hold_membership
from portal.audit.services import record
from portal.lib.dates import today_in

# Long enough for a hard file and a telephone call; whoever went home in between blocks nobody.
LEASE = timedelta(hours=4)
# So often somebody looks again when a colleague took the same piece at the same moment.
_TRIES = 10
# Chosen and taken in one statement: of two who ask at once each skips the row the other is about to take, and the guard
# of the conflict catches who looked a moment too early.
_TAKE_FIRST = """
WITH chosen (id) AS ({chosen}), taken AS (
    INSERT INTO {claim} AS held (subject_kind, subject_id, membership_id, claimed_at, until)
    SELECT %s, chosen.id::text, %s, %s, %s FROM chosen
    ON CONFLICT (subject_kind, subject_id) DO UPDATE
       SET membership_id = excluded.membership_id, claimed_at = excluded.claimed_at, until = excluded.until
     WHERE held.until <= excluded.claimed_at OR held.membership_id = excluded.membership_id
        OR EXISTS (SELECT FROM {membership} AS holder WHERE holder.id = held.membership_id AND holder.ended_at IS NOT NULL)
    RETURNING subject_id)
SELECT chosen.id, taken.subject_id IS NOT NULL FROM chosen LEFT JOIN taken ON TRUE
"""


@transaction.atomic
def claim(by, subject, *, lease=LEASE):
    """Take ``subject``, a saved model object, in hand and return the claim; asked again, its time begins anew.

    It stands for ``lease``, at most until the office's midnight. Raises ActRefused with the holder's name while a
    colleague has it, also one of another office. Whether ``by`` may work on the subject is the caller's question.
    """
    membership = hold_membership(by)
    row, is_new = _row_of(subject, membership, lease)
    if not is_new:
        if row.membership_id != membership.pk and _stands(row):
            raise ActRefused(_("%(name)s works on this just now.") % {"name": row.membership.user})
        is_new = row.membership_id != membership.pk or not _stands(row)
        _hand_to(row, membership, lease)
    if is_new:
        record(by, "accounts.work_claimed", subject)
    return row


@transaction.atomic
def claim_first(by, found, *, lease=LEASE):
    """Take the first of ``found``, an ordered queryset without joins, that no colleague holds; None when none is left."""
    membership = hold_membership(by)
    free = with_claim(found).filter(Q(claim_user_id=None) | Q(claim_membership_id=membership.pk))
    kind, table = found.model._meta.label_lower, {"claim": WorkClaim._meta.db_table}
    chosen, values = free.select_for_update(skip_locked=True, no_key=True).values("pk")[:1].query.sql_with_params()
    statement = _TAKE_FIRST.format(chosen=chosen, membership=Membership._meta.db_table, **table)
    for _try in range(_TRIES):
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, kind, membership.pk, now, _end_of(membership, now, lease)])
            row = cursor.fetchone()
        if row is None:
            return None
        if row[1]:
            subject = found.model._default_manager.get(pk=row[0])
            record(by, "accounts.work_claimed", subject)
            return subject
    return None


@transaction.atomic
def release(by, subject):
    """Give ``subject`` back; returns whether ``by`` had it."""
    membership = hold_membership(by)
    had = WorkClaim.objects.on(subject).filter(membership=membership).delete()[0]
    if had:
        record(by, "accounts.work_released", subject)
    return bool(had)


@transaction.atomic
def take_over(by, subject, *, reason_code):
    """A head takes what somebody of the office holds; the ministry takes it from anybody. Returns the claim.

    ``reason_code`` goes into the audit, e.g. ``absent``. Raises ActRefused when nobody has it, or when it is
    another office's.
    """
    membership = hold_membership(by)
    row = _locked(subject)
    if not row or not _stands(row):
        raise ActRefused(_("Nobody works on this just now."))
    if not may_keep(by, row.membership.office):
        raise ActRefused(_("Only the head of that office takes this over."))
    _hand_to(row, membership, LEASE)
    record(by, "accounts.work_taken_over", subject, reason_code=reason_code)
    return row


def _row_of(subject, membership, lease):
    """(the one row of the subject, nobody else changing it; whether it is new and so this membership's)."""
    now = timezone.now()
    while True:
        facts = {"subject_kind": subject._meta.label_lower, "subject_id": str(subject.pk), "membership": membership}
        fresh = WorkClaim(**facts, claimed_at=now, until=_end_of(membership, now, lease))
        # Waits for a colleague's insert at the same moment; what another gave back meanwhile is tried again.
        WorkClaim.objects.bulk_create([fresh], ignore_conflicts=True)
        if row := _locked(subject):
            return row, row.membership_id == membership.pk and row.claimed_at == now


def _locked(subject):
    rows = WorkClaim.objects.on(subject).select_related("membership__user", "membership__office__province")
    return rows.select_for_update(of=("self",)).first()


def _stands(row):
    return row.until > timezone.now() and row.membership.ended_at is None


def _hand_to(row, membership, lease):
    now = timezone.now()
    row.membership, row.claimed_at, row.until = membership, now, _end_of(membership, now, lease)
    row.save(update_fields=["membership", "claimed_at", "until"])


def _end_of(membership, now, lease):
    """Never past the midnight of the office: the membership's last day may be today."""
    zone = membership.office.zone
    midnight = datetime.combine(today_in(zone) + timedelta(days=1), time.min, tzinfo=zone)
    return min(now + lease, midnight)
