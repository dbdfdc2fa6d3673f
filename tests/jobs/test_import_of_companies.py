"""Which company a statement is about, whatever the order of the rows."""

import csv
import random

import pytest

from jobs.imports.companies import COLUMNS
from jobs.models import CompanyStatement, PlacementCompany
from jobs.reference import DATA
from tests.commands import run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
REGISTER = {"status_basis": "register_listing", "licence_status": "active", "source_name": "Daftar, salinan"}
NEWS = {"status_basis": "reported", "licence_status": "active", "source_name": "Warta Contoh"}


@pytest.fixture
def imported(tmp_path):
    def of_rows(*rows):
        path = tmp_path / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return run("import_companies", path)

    return of_rows


def companies():
    """All that pages show of the companies, with the number of their statements."""
    return {
        (c.name, c.name_key, c.slug, c.licence_number, c.city, c.province, c.statements.count())
        for c in PlacementCompany.objects.all()
    }


def test_the_real_statements_make_the_same_companies_in_any_order(imported):
    with (DATA / "placement_companies.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    imported(*rows)
    first = companies()
    CompanyStatement.objects.all().delete()
    PlacementCompany.objects.all().delete()

    random.Random(2).shuffle(rows)
    imported(*rows)

    assert companies() == first
    assert len(first) == 421


def test_spellings_of_one_name_are_one_company_and_the_register_gives_its_number(imported):
    imported(NEWS | {"name": "Contoh Karya"}, NEWS | {"name": "PT Contoh Karya (Cabang Solo)", "city": "Solo (cabang)"})
    number_before = PlacementCompany.objects.get().licence_number
    imported(REGISTER | {"name": "PT. CONTOH KARYA", "licence_number": "8120213061855"})

    company = PlacementCompany.objects.get()
    assert (number_before, company.licence_number) == ("", "8120213061855")
    assert (company.statements.count(), company.city) == (3, "")


@pytest.mark.parametrize("order", [1, -1])
def test_two_numbers_in_the_register_are_two_companies_and_the_bare_name_neither(imported, order):
    rows = [
        REGISTER | {"name": "PT. DAYA CONTOH", "licence_number": "15062200008190008"},
        REGISTER | {"name": "PT. DAYA CONTOH", "licence_number": "1506220000819"},
        NEWS | {"name": "PT Daya Contoh"},
    ]
    imported(*rows[::order])

    assert sorted(PlacementCompany.objects.values_list("licence_number", flat=True)) == [
        "", "1506220000819", "15062200008190008",
    ]  # fmt: skip


@pytest.mark.parametrize("basis", ["own_site", "reported", "sanction_ended", ""])
def test_a_number_that_is_only_said_elsewhere_is_kept_as_published_and_identifies_nobody(imported, basis):
    imported(
        REGISTER | {"name": "PT Contoh Karya", "licence_number": "1810240237512"},
        NEWS | {"name": "PT Contoh Karya", "licence_number": "1810240237512001", "status_basis": basis},
    )

    assert PlacementCompany.objects.get().licence_number == "1810240237512"
    assert set(CompanyStatement.objects.values_list("licence_number_as_published", flat=True)) == {
        "1810240237512", "1810240237512001",
    }  # fmt: skip


def test_the_same_row_is_one_statement(imported):
    row = NEWS | {"name": "PT Contoh Karya"}

    counts = imported(row, row).counts

    assert counts == {"rows": 2, "created": 1, "updated": 0, "unchanged": 1, "rejected": 0}


def test_a_note_of_any_length_keeps_its_statement_recognisable(imported):
    row = NEWS | {"name": "PT Contoh Karya", "note": "".join(random.Random(1).choices("abcdefghij äö\\\t\n", k=9000))}

    imported(row)

    assert imported(row).counts["unchanged"] == 1


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": "PT."}, "name: Is no company's name."),
        ({"licence_status": "aktif"}, "licence_status: Is none of: active, suspended, revoked."),
        ({"countries": "Malaysia"}, "countries: Is no list of country codes like MY;TW."),
    ],
)
def test_a_row_that_cannot_be_taken_is_named(imported, capsys, cells, reason):
    said = imported(NEWS | {"name": "PT Contoh Karya"} | cells)

    assert said.code == 3
    assert capsys.readouterr().err == f"Row 2: {reason}\n"
