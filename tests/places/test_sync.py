from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.lib.dates import WIB, today_in
from portal.places import packaged, sync
from portal.places.models import (
    Country,
    GazetteerEntry,
    Holiday,
    Office,
    OfficeCoverage,
    Province,
    PublicContact,
    Regency,
    Village,
)
from portal.places.packaged import PackagedDataError
from portal.places.sync import SyncRefused
from tests.commands import run
from tests.factories.places import OfficeFactory
from tests.places.conftest import FILES

pytestmark = pytest.mark.django_db

COUNTED = ["rows", "created", "updated", "unchanged", "kept", "ended"]


def counts_of(result, table):
    counts, _statements = result
    return [counts[table][key] for key in COUNTED]


def test_the_packaged_files_hold_every_area_office_and_country():
    with connection.cursor() as cursor:
        # A vacuum under way would wait for these rows of pg_class, and the import for the vacuum.
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'places\\_%' AND relkind = 'r' ORDER BY 1")
        tables = ", ".join(name for (name,) in cursor.fetchall())
        cursor.execute(f"LOCK TABLE {tables} IN SHARE UPDATE EXCLUSIVE MODE")
        # What the database knows of its tables after a first run that was interrupted: much room, no row.
        cursor.execute("UPDATE pg_class SET relpages = 1000, reltuples = 0 WHERE relname LIKE 'places\\_%'")
        cursor.execute("SET LOCAL statement_timeout = '60s'")

    totals = run("sync_places").counts

    assert {name: table["created"] for name, table in totals["tables"].items()} == {
        "provinces": 38,
        "regencies": 514,
        "districts": 7285,
        "villages": 83762,
        "countries": 249,
        "offices": 33 + 38 + 514,
        "coverage": 598,
        "holidays": 62,
        "contacts": 9,
    }
    assert Office.objects.filter(kind=Office.Kind.BP3MI).count() == 23
    # Every one of the published statements is accounted for; names no longer used became no office.
    assert totals["statements"] == {"office": 32, "older_name": 16, "planned": 2, "unit": 1}
    assert not Office.objects.filter(name__regex="BP3TKI|P4TKI|UPT").exists()
    assert Country.objects.get(iso2="TW").name_en == "Taiwan"
    assert GazetteerEntry.objects.count() == 514 + 7285 + 83762
    # Each province is in the care of exactly one BP3MI, and none of it is claimed to be checked.
    covered = OfficeCoverage.objects.filter(office__kind=Office.Kind.BP3MI)
    assert sorted(covered.values_list("province_id", flat=True)) == sorted(
        Province.objects.values_list("code", flat=True)
    )
    assert not Office.objects.filter(name_checked=True).exists()
    assert not OfficeCoverage.objects.filter(checked=True).exists()
    assert not Holiday.objects.filter(checked=True).exists()
    assert not PublicContact.objects.printable().exists()


@pytest.mark.parametrize(
    ("code", "zone"), [("31", "WIB"), ("61", "WIB"), ("63", "WITA"), ("53", "WITA"), ("82", "WIT"), ("96", "WIT")]
)
def test_each_province_has_its_zone(code, zone):
    zones = {row[0]: row[3] for row in packaged.read_areas().provinces}

    assert dict(Province._meta.get_field("time_zone").choices)[zones[code]] == zone


def test_a_second_run_changes_nothing(folder):
    folder.sync()
    before = list(Village.objects.values_list()) + list(Office.objects.values_list())

    counts, _statements = folder.sync()

    assert {table["created"] + table["updated"] + table["ended"] for table in counts.values()} == {0}
    assert list(Village.objects.values_list()) + list(Office.objects.values_list()) == before


def test_a_dry_run_counts_and_changes_nothing(folder):
    counts, _statements = folder.sync(dry_run=True)

    assert counts["villages"]["created"] == 4
    assert not Village.objects.exists()


def test_a_row_gone_from_the_files_is_ended_and_comes_back_when_it_returns(places, monkeypatch):
    monkeypatch.setattr(sync, "LARGEST_ENDED_SHARE", 0.5)
    places.without("villages.csv.gz", "53.04.04.2002")

    assert counts_of(places.sync(), "villages") == [3, 0, 0, 3, 0, 1]
    assert Village.objects.get(code="53.04.04.2002").valid_to == today_in(WIB) - timedelta(days=1)
    assert not GazetteerEntry.objects.filter(code="53.04.04.2002").exists()

    places.rewrite("villages.csv.gz", FILES["villages.csv.gz"])

    assert counts_of(places.sync(), "villages") == [4, 0, 1, 3, 0, 0]
    assert Village.objects.get(code="53.04.04.2002").is_current


def test_a_renamed_place_is_renamed_also_where_it_is_searched(places):
    places.rewrite("regencies.csv", [[c, p, n.replace("Belu", "Belu Raya")] for c, p, n in FILES["regencies.csv"]])

    assert counts_of(places.sync(), "regencies") == [4, 0, 1, 3, 0, 0]
    assert GazetteerEntry.objects.get(code="53.04.04.2001").path == (
        "Desa Tohe, Kecamatan Raihat, Kabupaten Belu Raya, NTT"
    )


def test_a_file_that_would_end_much_of_a_table_is_refused_whole(places):
    places.rewrite("villages.csv.gz", FILES["villages.csv.gz"][:2])

    with pytest.raises(SyncRefused, match=r"3 of 4 rows of places_village"):
        places.sync()

    assert Village.objects.current().count() == 4


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b broken", b"code,name\n"])
def test_an_unusable_file_is_named_and_changes_nothing(places, content):
    (places.path / "villages.csv.gz").write_bytes(content)

    with pytest.raises(PackagedDataError, match=r"villages\.csv\.gz"):
        places.sync()

    assert Village.objects.current().count() == 4


def test_an_interrupted_run_changes_nothing(folder, monkeypatch):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(sync, "_with_office_ids", interrupted)

    with pytest.raises(KeyboardInterrupt):
        folder.sync()

    assert not Province.objects.exists()
    assert not Office.objects.exists()


def test_the_command_ends_with_one_sentence_when_a_file_is_unusable(monkeypatch):
    def unusable(**options):
        raise PackagedDataError("villages.csv.gz has no rows.")

    monkeypatch.setattr("portal.places.management.commands.sync_places.sync_places", unusable)

    with pytest.raises(CommandError, match=r"villages\.csv\.gz has no rows") as error:
        call_command("sync_places")
    assert error.value.returncode == 2


def test_every_regency_has_one_labour_office_whose_name_is_not_checked(places):
    offices = Office.objects.filter(kind=Office.Kind.REGENCY_LABOUR)

    assert offices.count() == Regency.objects.count() == 4
    belu = offices.get(regency="53.04")
    assert (belu.name, str(belu.zone), belu.name_checked) == (
        "Dinas ketenagakerjaan Kabupaten Belu",
        "Asia/Makassar",
        False,
    )


def test_an_office_takes_address_and_source_from_the_newest_statement_that_has_one(places):
    office = Office.objects.get(code="bp3mi-ntt")

    assert (office.address, office.source_name, office.source_day.long(language="id")) == (
        "Jalan Contoh 1",
        "Koran",
        "Maret 2024",
    )


def test_what_an_officer_has_in_hand_is_left_alone(places):
    Office.objects.filter(code="disnaker-5304").update(
        name="Dinas Nakertrans Belu", name_checked=True, is_packaged=False
    )
    OfficeCoverage.objects.filter(office__code="bp3mi-ntt").update(valid_to=today_in(WIB), is_packaged=False)
    Holiday.objects.filter(kind="joint_leave").update(valid_to=today_in(WIB), is_packaged=False)

    result = places.sync()

    assert counts_of(result, "offices") == [8, 0, 0, 7, 1, 0]
    assert counts_of(result, "coverage") == [7, 0, 0, 6, 1, 0]
    assert counts_of(result, "holidays") == [2, 0, 0, 1, 1, 0]
    assert Office.objects.get(code="disnaker-5304").name == "Dinas Nakertrans Belu"
    assert OfficeCoverage.objects.get(office__code="bp3mi-ntt").valid_to == today_in(WIB)
    assert Holiday.objects.get(kind="joint_leave").valid_to == today_in(WIB)


def test_a_labour_office_an_officer_entered_stands_before_the_packaged_one(places):
    Office.objects.filter(code="disnaker-5304").update(valid_to=today_in(WIB), is_packaged=False)
    OfficeFactory(labour=True, code="nakertrans-belu", regency=Regency.objects.get(code="53.04"))

    places.sync()

    current = Office.objects.get(kind=Office.Kind.REGENCY_LABOUR, regency="53.04", valid_to=None)
    assert current.code == "nakertrans-belu"


def test_the_search_reads_the_index(places):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM places_gazetteerentry WHERE lexemes @@ '''belu'':*'::tsquery")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "gazetteer_lexemes" in plan
