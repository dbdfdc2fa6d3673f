"""The head of each day, outside the database."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from portal.audit import heads, tasks
from portal.audit.check import Check
from portal.audit.models import Seal
from portal.audit.sealing import seal_entries
from tests.audit.hands import all_rights, findings, shift_seals_back, write

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_heads_are_read_only_files(heads_folder):
    write()
    seal_entries()
    shift_seals_back(days=1)
    heads.write_missing(timezone.now())

    assert [path.stat().st_mode & 0o777 for path in Path(heads_folder).iterdir()] == [0o444]
