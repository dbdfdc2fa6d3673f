"""sync_jobs keeps the packaged rows, and leaves alone what a person decided."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError

from jobs import reference
from jobs.choices import RuleAction
from jobs.models import Destination, Occupation, PlacementRule, PublishedFigure
from portal.lib.dates import WIB, today_in
from tests.commands import run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def sync(*options):
    return run("sync_jobs", *options).counts


@pytest.fixture
def packaged(tmp_path, monkeypatch):
    """A copy of the files whose rules can be rewritten."""
    for file in filter(Path.is_file, reference.DATA.iterdir()):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(reference, "DATA", tmp_path)

    def rewrite(change):
        path = tmp_path / "placement_rules.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(filter(None, map(change, rows)))

    return rewrite


@pytest.mark.usefixtures("countries")
def test_it_can_be_repeated():
    first, second = sync(), sync()

    assert first == {"rows": 480, "created": 480, "updated": 0, "unchanged": 0, "ended": 0}
    assert second == {"rows": 480, "created": 0, "updated": 0, "unchanged": 480, "ended": 0}
    assert (Destination.objects.count(), PlacementRule.objects.count()) == (48, 46)
    assert (Occupation.objects.count(), PublishedFigure.objects.filter(period_from="2024").count()) == (40, 21)
    assert not PlacementRule.objects.filter(is_checked=True).exists()


@pytest.mark.usefixtures("countries")
def test_a_dry_run_keeps_nothing():
    assert sync("--dry-run")["created"] == 480
    assert not Destination.objects.exists()


def test_without_countries_it_says_what_to_run_first():
    with pytest.raises(CommandError, match=r"run manage\.py sync_places first"):
        sync()


@pytest.mark.usefixtures("countries")
def test_a_rule_that_left_the_file_is_ended_and_stays(packaged):
    sync()
    packaged(lambda row: None if row["iso2"] == "NZ" else row)

    assert sync()["ended"] == 1
    assert PlacementRule.objects.get(destination__country="NZ").valid_to < today_in(WIB)
    assert sync()["ended"] == 0


@pytest.mark.usefixtures("countries")
def test_a_rule_that_somebody_checked_or_wrote_stays_as_it_is(packaged):
    sync()
    PlacementRule.objects.filter(destination__country="JP").update(
        is_checked=True, legal_basis="Dibaca petugas", valid_from=date(2020, 1, 1)
    )
    PlacementRule.objects.filter(destination__country="HK").delete()
    PlacementRule.objects.create(
        destination=Destination.objects.get(country="HK"), action=RuleAction.STOPPED, legal_basis="Keputusan baru"
    )
    packaged(lambda row: row | {"legal_basis": "Lain"} if row["iso2"] in {"JP", "HK"} else row)

    assert sync()["updated"] == 0
    assert PlacementRule.objects.get(destination__country="JP").legal_basis == "Dibaca petugas"
    assert PlacementRule.objects.get(destination__country="HK").action == RuleAction.STOPPED


@pytest.mark.usefixtures("countries")
def test_a_country_or_occupation_that_somebody_checked_stays_as_it_is():
    sync()
    Destination.objects.filter(country="JP").update(is_checked=True, mission="KBRI yang dibaca")
    Destination.objects.filter(country="TW").update(mission="Salah")
    Occupation.objects.filter(isco08="2221").update(is_checked=True, title="Perawat, dibaca")

    assert sync()["updated"] == 1
    assert Destination.objects.get(country="JP").mission == "KBRI yang dibaca"
    assert Destination.objects.get(country="TW").mission != "Salah"
    assert Occupation.objects.get(isco08="2221").title == "Perawat, dibaca"
