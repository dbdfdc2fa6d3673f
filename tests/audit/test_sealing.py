"""Writers and sealers at work at the same time, on connections of their own."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.audit import chain, sealing
from portal.audit.check import Check
from portal.audit.models import Entry, Seal
from portal.audit.sealing import hold_the_chain, seal_entries
from tests.audit.hands import INSERT, all_rights, another_connection, findings, shift_seals_back, write

WHOLE_CLUSTER = sealing.OLDEST_RUNNING
pytestmark = pytest.mark.django_db(transaction=True)


def test_what_an_open_transaction_will_commit_is_never_skipped():
    write()
    with another_connection() as other, other.cursor() as cursor:
        cursor.execute(INSERT)  # drew its number, commits after its younger neighbours
        (younger,) = write()
        assert seal_entries() == 1
        assert findings() == []
        other.commit()

    assert seal_entries() == 2

    assert findings() == []
    assert sorted(Seal.objects.get(number=2).entry_ids) == [younger.pk - 1, younger.pk]


def test_a_rolled_back_act_leaves_no_hole():
    with another_connection() as other, other.cursor() as cursor:
        cursor.execute(INSERT)
        other.rollback()
    write()

    assert seal_entries() == 1
    assert findings() == []


def test_writers_wait_neither_for_each_other_nor_for_the_sealer():
    with another_connection() as first, another_connection() as second, transaction.atomic():
        assert hold_the_chain(wait=False)
        seal_entries()
        with first.cursor() as one, second.cursor() as two:
            for cursor in (one, two):
                cursor.execute("SET lock_timeout = '100ms'")
                cursor.execute(INSERT)
            second.commit()
            first.commit()

    assert seal_entries() == 2
    assert findings() == []


def test_two_sealers_at_once_seal_each_entry_once():
    write(50)
    start, sealed = Barrier(2), []

    def run():
        start.wait()
        sealed.append(seal_entries())
        connection.close()

    machines = [Thread(target=run) for _ in range(2)]
    for machine in machines:
        machine.start()
    for machine in machines:
        machine.join()

    assert sum(sealed) == 50
    assert findings() == []


def test_a_second_sealer_leaves_when_the_first_is_at_work():
    write()
    with another_connection() as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(7233101)")

        assert seal_entries() == 0


def test_many_entries_are_cut_into_several_seals(monkeypatch):
    monkeypatch.setattr("portal.audit.sealing.ENTRIES_PER_SEAL", 2)
    write(5)

    assert seal_entries() == 5
    assert [len(seal.entry_ids) for seal in Seal.objects.order_by("number")] == [2, 2, 1]
    assert seal_entries() == 0
    assert findings() == []


def test_entries_are_sealed_on_after_a_restore_into_another_cluster():
    """A fresh cluster counts its transactions from the beginning."""
    write(2)
    seal_entries()
    write(1)  # not yet sealed when the dump was taken
    with all_rights() as cursor:
        cursor.execute("UPDATE audit_entry SET cluster = 1, xid = xid + 5000000000")
        cursor.execute("UPDATE audit_seal SET cluster = 1, below_xid = below_xid + 5000000000")
        digests = {row[0]: chain.entry_hash(row) for row in Entry.objects.values_list(*chain.ENTRY_COLUMNS)}
        seal = Seal.objects.get()
        seal.entry_hashes = b"".join(digests[entry] for entry in seal.entry_ids)
        seal.save()
    shift_seals_back(days=0)
    write(1)

    assert seal_entries() == 2
    assert seal_entries() == 0
    write(1)
    assert seal_entries() == 1
    assert findings() == []


def test_a_sealer_that_stands_still_is_a_remark():
    write(2)
    seal_entries()
    Entry.objects.create(action="places.synced", at=timezone.now() - timedelta(minutes=16))

    check = Check().run()

    assert (check.findings, check.remarks) == (
        [],
        ["1 entries older than 15 minutes wait for a seal: does the sealer run?"],
    )


def test_no_open_transaction_of_the_whole_cluster_is_passed_by(monkeypatch):
    monkeypatch.setattr(sealing, "OLDEST_RUNNING", WHOLE_CLUSTER)
    with another_connection() as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (opened,) = cursor.fetchone()

        _, _, oldest_running = sealing.clock()

    assert oldest_running <= opened
