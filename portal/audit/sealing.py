"""The sealer: once a minute it chains the hashes of all entries that no older transaction can still precede."""

from datetime import date
from itertools import groupby, islice

from django.db import connection, transaction
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from portal.audit import chain
from portal.audit.models import Entry, Seal

# Any number, the same in every process: whoever holds this lock is the one sealer.
SEALER_LOCK = 7_233_101
ENTRIES_PER_SEAL = 10_000
# Counts all databases of the cluster: another's long transaction only delays. Anything narrower would have to
# trust pg_stat_activity, which hides other roles' transactions from us without a word.
OLDEST_RUNNING = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
IN_NO_SEAL = RawSQL(
    "NOT EXISTS (SELECT FROM (SELECT unnest(entry_ids) AS id FROM audit_seal) sealed WHERE sealed.id = audit_entry.id)",
    [],
    output_field=BooleanField(),
)


@transaction.atomic
def seal_entries():
    """Seal what can be sealed and return how many entries; 0 where another sealer is at work.

    Writers never wait: nothing of theirs is locked. A row of a transaction that is still open is left, and
    so is everything of younger transactions, for the next minute.
    """
    if not hold_the_chain(wait=False):
        return 0
    # Must be asked before the entries are read: what ends in between is then left for the next time.
    now, cluster, oldest_running = clock()
    last = Seal.objects.order_by("-number").first()
    rows = unsealed(last, cluster, oldest_running).order_by("xid", "id").values_list(*chain.ENTRY_COLUMNS)
    count = 0
    for month, part in _parts(rows.iterator(chunk_size=ENTRIES_PER_SEAL)):
        last = _append(last, now, month, cluster, oldest_running, part)
        count += len(part)
    return count


def hold_the_chain(*, wait):
    """Become the one who may lengthen the chain until the transaction ends; False if another is."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        return cursor.fetchone()[0]


def clock():
    """(moment, number of this cluster, number of its oldest running transaction), as the database sees them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT clock_timestamp(), (pg_control_system()).system_identifier, {OLDEST_RUNNING}")
        return cursor.fetchone()


def unsealed(last, cluster, oldest_running):
    """The entries to be sealed next; ``last``: the newest seal or None."""
    complete = Q(cluster=cluster, xid__lt=oldest_running)
    if last and last.cluster == cluster:
        return Entry.objects.filter(complete, xid__gte=last.below_xid)
    # The first run ever, or the first after a restore: what came with the dump is complete, sealed or not.
    return Entry.objects.filter(complete | ~Q(cluster=cluster)).filter(IN_NO_SEAL)


def _parts(rows):
    """Cut a stream of rows into (month, rows) of one seal each."""
    for month, of_month in groupby(rows, key=lambda row: date(row[1].year, row[1].month, 1)):
        while part := list(islice(of_month, ENTRIES_PER_SEAL)):
            yield month, part


def _append(last, now, month, cluster, below_xid, rows):
    seal = Seal(
        number=last.number + 1 if last else 1,
        at=now,
        month=month,
        cluster=cluster,
        below_xid=below_xid,
        entry_ids=[row[0] for row in rows],
        entry_hashes=b"".join(chain.entry_hash(row) for row in rows),
    )
    seal.hash = chain.seal_hash(seal, bytes(last.hash) if last else chain.BEFORE_THE_FIRST)
    seal.key_id, seal.signature = chain.sign(seal.hash)
    seal.save(force_insert=True)
    return seal
