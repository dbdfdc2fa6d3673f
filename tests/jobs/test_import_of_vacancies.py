"""What one row of a vacancy file becomes, and what is never overwritten."""

import csv

import pytest
from django.contrib.postgres.search import SearchQuery

from jobs.choices import Education, EmployerKind, Scheme
from jobs.imports.vacancies import COLUMNS
from jobs.models import Employer, Vacancy, VacancySearch
from jobs.workflow import State
from portal.audit.models import Entry
from tests.commands import run
from tests.factories.jobs import PlacementCompanyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("countries", "english")]
ROW = {"title": "Perawat lansia di Osaka", "source_name": "Warta Contoh", "destination_country_iso2": "JP"}


@pytest.fixture
def imported(tmp_path):
    """Import rows given as dicts; answers with the counts and the sentences of refused rows."""

    def of_rows(*rows, exits_with=0, options=()):
        path, report = tmp_path / "rows.csv", tmp_path / "report.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(ROW | row for row in rows)
        said = run("import_vacancies", path, f"--report={report}", *options)
        assert said.code == exits_with
        with report.open(encoding="utf-8", newline="") as file:
            reasons = {int(line["row"]): line["reasons"] for line in csv.DictReader(file)}
        return said.counts, reasons

    return of_rows


def test_one_row_becomes_one_reported_vacancy(imported):
    company = PlacementCompanyFactory(name="PT. CONTOH KARYA")
    imported(
        {
            "sector": "formal", "scheme": "P2P", "placement_company": "PT Contoh Karya Cabang Solo",
            "employer": "Sakura Care", "quota_total": "12", "salary_min": "180000", "salary_currency": "JPY",
            "salary_period": "month", "education_min": "D3/S1 Keperawatan", "closing_date": "2026-12-01",
            "source_date": "2026-07", "source_url": "https://contoh.test/1",
        }
    )  # fmt: skip

    vacancy = Vacancy.objects.get()
    assert vacancy.state == State.REPORTED
    assert vacancy.scheme == Scheme.P_TO_P
    assert vacancy.placement_company == company
    assert (vacancy.employer.name, vacancy.employer.country_id) == ("Sakura Care", "JP")
    assert vacancy.education_min == Education.D3
    assert (vacancy.source_date, vacancy.source_from.isoformat()) == ("2026-07", "2026-07-01")
    assert vacancy.sort_day == vacancy.source_from
    assert vacancy.closes_on.isoformat() == "2026-12-01"
    assert len(vacancy.number) == 13


@pytest.mark.parametrize("words", ["jepang", "japan", "osaka", "sakura", "perawat"])
def test_a_search_finds_it_by_country_in_both_languages_city_employer_and_title(imported, words):
    imported({"destination_city": "Osaka", "employer": "Sakura Care"})

    assert VacancySearch.objects.filter(document=SearchQuery(words, config="indonesian")).exists()


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("SMA/SMK", Education.SMA),
        ("SMK/Politeknik", Education.SMA),
        ("D3 Keperawatan atau D3 lain dengan sertifikat careworker", Education.D3),
        ("D3 Keperawatan (jurusan lain boleh melamar)", Education.D3),
        ("S1 Keperawatan", Education.S1),
        ("S1 atau setara", ""),
        ("D1", ""),
        ("minimal lulus", ""),
        ("", ""),
    ],
)
def test_education_is_the_lowest_alternative_when_that_is_certain(imported, text, level):
    imported({"education_min": text})

    assert (Vacancy.objects.get().education_min, Vacancy.objects.get().education_as_published) == (level, text)


@pytest.mark.parametrize("scheme", ["SSW", "SP2T", "SPSK", "mandiri", "unknown", "skema baru"])
def test_a_scheme_that_leaves_open_who_places_stays_as_published(imported, scheme):
    imported({"scheme": scheme, "sector": "formal"})

    assert (Vacancy.objects.get().scheme, Vacancy.objects.get().scheme_as_published) == ("", scheme)


def test_mandiri_with_a_named_company_is_a_placement_on_ones_own(imported):
    imported({"scheme": "mandiri", "sector": "formal", "employer": "Sakura Care"})

    assert Vacancy.objects.get().scheme == Scheme.PERSEORANGAN


@pytest.mark.parametrize(
    "employer", ["Ho Yu; Shinkong", "24 pemberi kerja Jepang", "Global Labour Solutions (agen)", ""]
)
def test_no_employer_is_made_of_several_names_a_count_or_an_agent(imported, employer):
    imported({"employer": employer})

    assert Vacancy.objects.get().employer_as_published == employer
    assert not Employer.objects.exists()


def test_a_household_is_never_kept_as_a_named_employer(imported):
    imported({"sector": "informal", "employer": "Keluarga Contoh"})

    assert Vacancy.objects.get().employer_kind == EmployerKind.HOUSEHOLD
    assert not Employer.objects.exists()


@pytest.mark.parametrize("names", [["PT Contoh Karya", "CV. Contoh Karya"], ["PT Contoh Lain"]])
def test_a_company_is_linked_only_when_exactly_one_bears_the_name(imported, names):
    for name in names:
        PlacementCompanyFactory(name=name, slug=name.lower().replace(" ", "-").replace(".", ""))
    imported({"placement_company": "PT Contoh Karya"})

    assert Vacancy.objects.get().placement_company is None
    assert Vacancy.objects.get().placement_company_as_published == "PT Contoh Karya"


@pytest.mark.parametrize(
    "title", ["Magang pertanian", "Program pemagangan Jepang", "Hotel trainee", "Hotel internship"]
)
def test_a_traineeship_is_known_by_its_words(imported, title):
    imported({"title": title}, {"title": "Hotel international"})

    assert list(Vacancy.objects.order_by("id").values_list("is_traineeship", flat=True)) == [True, False]


def test_a_partial_closing_date_stays_unknown(imported):
    imported({"opening_date": "2026", "closing_date": "2026-12"})

    assert (Vacancy.objects.get().opens_on, Vacancy.objects.get().closes_on) == (None, None)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"title": ""}, "title: Must not be empty."),
        ({"title": " "}, "title: Must not be empty."),
        ({"source_name": ""}, "source_name: Must not be empty."),
        ({"title": "a\x00b"}, "title: Has a character that can't be stored."),
        ({"title": "a\x1bb"}, "title: Has a character that can't be stored."),
        ({"title": "x" * 10_485_760}, "title: Is too long: 10,485,760 characters, at most 250."),
        ({"quota_total": "１２"}, "quota_total: Is not a whole number. Write it in digits without separators, like 1500."),
        ({"quota_total": "-3"}, "quota_total: Is not a whole number. Write it in digits without separators, like 1500."),
        ({"quota_total": "1e5"}, "quota_total: Is not a whole number. Write it in digits without separators, like 1500."),
        ({"quota_total": "1.500"}, "quota_total: Is not a whole number. Write it in digits without separators, like 1500."),
        ({"quota_total": "9" * 400}, "quota_total: Is not a whole number. Write it in digits without separators, like 1500."),
        ({"quota_total": "9" * 12}, "quota_total: Is larger than 2,147,483,647."),
        ({"age_min": "121"}, "age_min: Is larger than 120."),
        ({"salary_min": "1.500", "salary_currency": "JPY", "salary_period": "month"}, "salary_min: Is not an amount. Write it in digits without separators, like 1500 or 1500.50."),
        ({"salary_min": "5", "salary_max": "4", "salary_currency": "JPY", "salary_period": "month"}, "salary_min: Is larger than salary_max."),
        ({"salary_min": "5"}, "salary_currency: A salary needs its currency and its period."),
        ({"salary_currency": "¥¥¥"}, "salary_currency: Is not a currency code of three letters."),
        ({"age_min": "40", "age_max": "20"}, "age_min: Is larger than age_max."),
        ({"quota_total": "2", "quota_male": "2", "quota_female": "1"}, "quota_total: Is smaller than the places for men and women together."),
        ({"opening_date": "2026-02-30"}, "opening_date: Is not a date like 2026, 2026-07 or 2026-07-17."),
        ({"opening_date": "2026-03-02", "closing_date": "2026-03-01"}, "closing_date: Lies before opening_date."),
        ({"source_date": "2099"}, "source_date: Lies in the future."),
        ({"destination_country_iso2": "XX"}, "destination_country_iso2: Is no country code that this portal knows."),
        ({"source_url": "javascript:alert(1)"}, "source_url: Is not a web address that begins with http:// or https://."),
        ({"sector": "resmi"}, "sector: Is none of: formal, informal, unknown."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_is_named_with_its_reason_and_the_others_are_taken(imported, cells, reason):
    counts, reasons = imported(
        {}, cells | {"source_url": cells.get("source_url", "https://contoh.test/2")}, exits_with=3
    )

    assert counts == {"rows": 2, "created": 1, "updated": 0, "unchanged": 0, "rejected": 1}
    assert reasons == {3: reason}


def test_a_changed_row_updates_and_a_repeated_one_does_not(imported):
    imported({"quota_total": "5"}, {"title": "Perawat di Kobe"})
    counts, _reasons = imported({"quota_total": "6"}, {"title": "Perawat di Kobe"})

    assert counts == {"rows": 2, "created": 0, "updated": 1, "unchanged": 1, "rejected": 0}
    assert Vacancy.objects.filter(quota_total=6, version=2).count() == 1


def test_of_rows_with_one_identity_the_last_counts_and_the_sums_stay_right(imported):
    rows = [{"quota_total": "5"}, {"title": "PERAWAT  lansia di osaka", "quota_total": "6"}]

    assert imported(*rows)[0] == {"rows": 2, "created": 1, "updated": 0, "unchanged": 1, "rejected": 0}
    assert imported(*rows)[0] == {"rows": 2, "created": 0, "updated": 0, "unchanged": 2, "rejected": 0}
    assert Vacancy.objects.get().quota_total == 6


@pytest.mark.parametrize("state", sorted(set(State) - {State.REPORTED}))
def test_what_an_officer_has_taken_up_is_never_touched(imported, state):
    imported({"quota_total": "5"})
    Vacancy.objects.update(state=state, quota_total=9, job_order_number="JO-1", title="Judul petugas")

    counts, _reasons = imported({"quota_total": "5"})

    assert counts == {"rows": 1, "created": 0, "updated": 0, "unchanged": 1, "rejected": 0}
    assert Vacancy.objects.values_list("state", "quota_total", "title").get() == (state, 9, "Judul petugas")


def test_an_import_leaves_one_entry_and_a_repeated_or_dry_one_none(imported):
    imported({}, options=["--dry-run"])
    imported({})
    imported({})

    assert list(Entry.objects.values_list("action", "system")) == [("vacancies.imported", "import_vacancies")]
