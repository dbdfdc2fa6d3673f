"""Tampering with real rows, by somebody with all rights in the database, and what the check says of it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.audit import chain
from portal.audit.check import Check
from portal.audit.models import Entry, Seal
from portal.audit.sealing import seal_entries
from tests.audit.hands import INSERT, all_rights, findings, write
from tests.commands import run

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_a_seal_made_anew_with_the_key_no_longer_fits_the_next_one():
    for _ in range(2):
        write()
        seal_entries()

    with all_rights():
        first = Seal.objects.get(number=1)
        first.at -= timedelta(seconds=1)
        first.hash = chain.seal_hash(first, chain.BEFORE_THE_FIRST)
        first.key_id, first.signature = chain.sign(first.hash)
        first.save()

    assert findings() == ["Seal 2 was changed, or doesn't follow from the one before it."]


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


def test_the_command_ends_with_a_line_of_counts_and_a_code():
    (entry,) = write()
    seal_entries()
    said = run("check_audit_chain")
    assert (said.code, said.lines[0]) == (0, "Everything is as it was written.")

    with all_rights() as cursor:
        cursor.execute("UPDATE audit_entry SET action = 'another'")
    said = run("check_audit_chain", "--line", "not a line")

    assert said.code == 1
    assert said.counts == {"entries": 1, "seals": 1, "heads": 0, "unsealed": 0, "findings": 2, "remarks": 0}
    assert said.lines[0].startswith(f"Entry {entry.pk} was changed")
    assert said.lines[1] == "This is not a line of a head: 'not a line'."
