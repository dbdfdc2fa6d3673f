"""Real rows, real transactions, and tampering as somebody with all rights in the database would do it."""

import json
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from threading import Barrier, Thread

import psycopg2
import pytest
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.utils import timezone

from portal.audit import chain, heads, tasks
from portal.audit.check import Check
from portal.audit.models import Entry, Seal
from portal.audit.sealing import hold_the_chain, seal_entries
from portal.audit.services import record

pytestmark = pytest.mark.django_db(transaction=True)


class By:
    user = membership = None
    system, ip = "beat", None


@pytest.fixture(autouse=True)
def heads_folder(settings, tmp_path):
    settings.AUDIT_HEADS_FOLDER = tmp_path / "heads"
    return settings.AUDIT_HEADS_FOLDER


def write(count=1):
    return [record(By, "places.synced", fields=["name"]) for _ in range(count)]


def findings(**options):
    return Check().run(**options).findings


@contextmanager
def all_rights():
    """As the owner of the tables, who can switch the triggers off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor


@contextmanager
def another_connection():
    parameters = connections[DEFAULT_DB_ALIAS].get_connection_params()
    other = psycopg2.connect(
        **{name: parameters[name] for name in ("dbname", "user", "host", "password") if name in parameters}
    )
    try:
        yield other
    finally:
        other.close()


INSERT = "INSERT INTO audit_entry (at, action, role, system, subject_kind, subject_id, fields, reason_code) VALUES (now(), 'long.act', '', '', '', '', '{}', '')"


def shift_seals_back(days):
    """As if the seals of this test had been made some days ago; signed anew, as they would have been."""
    previous = chain.BEFORE_THE_FIRST
    with all_rights():
        for seal in Seal.objects.order_by("number"):
            seal.at -= timedelta(days=days)
            seal.hash = previous = chain.seal_hash(seal, previous)
            seal.key_id, seal.signature = chain.sign(seal.hash)
            seal.save()


def test_sealed_entries_check_out():
    write(3)

    assert seal_entries() == 3
    assert seal_entries() == 0
    write(2)
    assert seal_entries() == 2

    check = Check().run()
    assert (check.findings, check.remarks) == ([], [])
    assert dict(check.counts) == {"entries": 5, "seals": 2, "heads": 0, "unsealed": 0}


def test_a_minute_without_entries_makes_no_seal():
    seal_entries()

    assert not Seal.objects.exists()


def test_a_changed_entry_is_named():
    _, second = write(2)
    seal_entries()

    with all_rights() as cursor:
        cursor.execute("UPDATE audit_entry SET user_id = 7 WHERE id = %s", [second.pk])

    assert [sentence.split(" of ")[0] for sentence in findings()] == [f"Entry {second.pk} was changed after seal 1"]


@pytest.mark.parametrize(
    "column", ["at = at + interval '1 microsecond'", "role = 'x'", "fields = '{}'", "xid = xid - 1", "ip = '10.0.0.1'"]
)
def test_no_column_can_change_unseen(column):
    write()
    seal_entries()

    with all_rights() as cursor:
        cursor.execute(f"UPDATE audit_entry SET {column}")  # noqa: S608

    assert len(findings()) == 1


def test_a_missing_entry_is_named():
    first, _ = write(2)
    seal_entries()

    with all_rights() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [first.pk])

    assert [sentence.split(";")[0] for sentence in findings()] == [f"Entry {first.pk} is missing"]


def test_a_dropped_month_is_missing_entries():
    write(2)
    seal_entries()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE audit_entry DETACH PARTITION audit_entry_{timezone.now():%Y_%m}")
        sentences = findings()
        transaction.set_rollback(True)

    assert len(sentences) == 2


def test_an_entry_slipped_in_behind_the_chain_is_named():
    write(2)
    seal_entries()

    with all_rights() as cursor:
        cursor.execute(INSERT.replace("reason_code)", "reason_code, xid)").replace("'')", "'', 3)"))
    forged = Entry.objects.get(action="long.act")

    assert seal_entries() == 0
    assert findings() == [f"Entry {forged.pk} was added outside the chain."]


def test_an_entry_of_a_transaction_yet_to_come_is_named():
    write()
    seal_entries()

    with all_rights() as cursor:
        cursor.execute(INSERT.replace("reason_code)", "reason_code, xid)").replace("'')", "'', 9000000000)"))

    assert len(findings()) == 1


def test_an_entry_that_stands_there_twice_is_named():
    (entry,) = write()
    seal_entries()

    with all_rights() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (id, at, action, role, system, subject_kind, subject_id, fields, reason_code, xid)"
            " SELECT id, at + interval '1 month', action, '', '', '', '', '{}', '', xid FROM audit_entry"
        )

    assert findings() == [f"Entry {entry.pk} stands there 2 times; one was sealed."]


def test_a_changed_seal_is_named():
    for _ in range(3):
        write()
        seal_entries()

    with all_rights() as cursor:
        cursor.execute("UPDATE audit_seal SET below_xid = below_xid + 1 WHERE number = 2")

    assert findings() == ["Seal 2 was changed, or doesn't follow from the one before it."]


def test_a_seal_made_anew_without_the_key_is_named(settings):
    for _ in range(3):
        (entry,) = write()
        seal_entries()
    ours = settings.AUDIT_SIGNING_KEY

    settings.AUDIT_SIGNING_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    with all_rights() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [entry.pk])
        cursor.execute("DELETE FROM audit_seal WHERE number = 3")
    write()
    seal_entries()
    settings.AUDIT_SIGNING_KEY = ours

    assert findings() == ["Seal 3 is not signed by a key of ours."]


def test_seals_of_a_former_key_are_still_good(settings):
    write()
    seal_entries()

    settings.AUDIT_FORMER_KEYS = [chain.public_key()]
    settings.AUDIT_SIGNING_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    write()
    seal_entries()

    assert findings() == []


def test_a_missing_seal_is_named():
    for _ in range(4):
        write()
        seal_entries()

    with all_rights() as cursor:
        cursor.execute("DELETE FROM audit_seal WHERE number IN (2, 3)")

    assert findings()[0] == "Seals 2 to 3 are missing."


def test_seals_cut_off_at_the_end_show_against_the_head():
    for _ in range(2):
        write()
        seal_entries()
    shift_seals_back(days=1)
    heads.write_missing(timezone.now())
    day = heads.files()[0].stem

    with all_rights() as cursor:
        cursor.execute("DELETE FROM audit_seal WHERE number = 2")
        cursor.execute("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)")

    assert findings() == [f"The chain differs from the head of {day}: seal 2 is missing or another one."]


def test_a_chain_rewritten_with_the_stolen_key_shows_against_head_and_printed_line():
    write()
    seal_entries()
    shift_seals_back(days=1)
    (head,) = heads.write_missing(timezone.now())
    assert findings(printed=[head.short_line]) == []

    with all_rights() as cursor:
        cursor.execute("UPDATE audit_entry SET user_id = 7")
        cursor.execute("DELETE FROM audit_seal")
    seal_entries()
    shift_seals_back(days=1)

    assert findings(printed=[head.short_line]) == [
        f"The chain differs from the head of {head.day}: seal 1 is missing or another one.",
        f"The chain differs from the printed line of {head.day}.",
    ]


@pytest.mark.parametrize("change", ["digest", "second line", "signature", "nonsense", "empty"])
def test_a_changed_head_is_named(change):
    write()
    seal_entries()
    shift_seals_back(days=1)
    (head,) = heads.write_missing(timezone.now())
    path = heads.file_of(head.day)
    text = path.read_text()
    path.unlink()

    path.write_text(
        {
            "digest": text.replace(head.hash, "0" * 64),
            "second line": text.replace("-", "_", 30),
            "signature": text.replace(head.signature, "!" + head.signature[1:]),
            "nonsense": "\xff",
            "empty": "",
        }[change],
        "latin-1",
    )

    (sentence,) = findings()
    assert head.day in sentence


def test_every_closed_day_has_a_head_and_a_removed_one_is_not_made_again():
    write()
    seal_entries()
    shift_seals_back(days=3)
    written = heads.write_missing(timezone.now())
    assert [heads.file_of(head.day).read_text().splitlines()[1] for head in written] == [
        head.short_line for head in written
    ]
    assert len(written) == 3
    assert heads.write_missing(timezone.now()) == []

    heads.file_of(written[0].day).unlink()

    assert heads.write_missing(timezone.now()) == []
    assert findings() == [f"The head of {written[0].day} is missing from {heads.folder()}."]


def test_a_head_that_is_only_late_is_a_remark():
    write()
    seal_entries()
    shift_seals_back(days=1)

    check = Check().run()

    assert (check.findings, len(check.remarks)) == ([], 1)


def test_a_day_ends_at_midnight_in_jakarta():
    write()
    seal_entries()
    seal = Seal.objects.get()
    day = seal.at.astimezone(heads.WIB).date()
    midnight = heads.midnight_after(day)

    assert midnight.utcoffset() == timedelta(hours=7)
    assert heads.closed_days(midnight - timedelta(seconds=1)) == []
    assert heads.closed_days(midnight) == [day]


def test_the_nightly_task_seals_the_rest_and_keeps_the_head():
    write()
    seal_entries()
    shift_seals_back(days=1)
    write()

    tasks.write_audit_heads()

    assert len(heads.files()) == 1
    assert Check().run().counts["unsealed"] == 0
    assert findings() == []


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


def run_command(*arguments):
    said = StringIO()
    try:
        call_command("check_audit_chain", *arguments, stdout=said)
    except SystemExit as end:
        return end.code, said.getvalue().splitlines()
    return 0, said.getvalue().splitlines()


def test_the_command_ends_with_a_line_of_counts_and_a_code():
    (entry,) = write()
    seal_entries()
    code, lines = run_command()
    assert (code, lines[0]) == (0, "Everything is as it was written.")

    with all_rights() as cursor:
        cursor.execute("UPDATE audit_entry SET action = 'another'")
    code, lines = run_command("--line", "not a line")

    assert code == 1
    assert json.loads(lines[-1]) == {"entries": 1, "seals": 1, "heads": 0, "unsealed": 0, "findings": 2, "remarks": 0}
    assert lines[0].startswith(f"Entry {entry.pk} was changed")
    assert lines[1] == "This is not a line of a head: 'not a line'."


def test_heads_are_read_only_files(heads_folder):
    write()
    seal_entries()
    shift_seals_back(days=1)
    heads.write_missing(timezone.now())

    assert [path.stat().st_mode & 0o777 for path in Path(heads_folder).iterdir()] == [0o444]
