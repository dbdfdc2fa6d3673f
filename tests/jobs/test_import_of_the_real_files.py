"""The collected files as they are: every row accounted for, nothing invented."""

import pytest

from jobs.models import CompanyStatement, Employer, PlacementCompany, Vacancy
from jobs.reference import DATA
from tests.commands import run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("countries")]
VACANCIES, COMPANIES = DATA / "vacancies.csv", DATA / "placement_companies.csv"


def counts(rows, **others):
    return {"rows": rows, "created": 0, "updated": 0, "unchanged": 0, "rejected": 0} | others


def test_all_445_statements_are_kept_and_the_second_run_changes_nothing():
    first, second = run("import_companies", COMPANIES).counts, run("import_companies", COMPANIES).counts

    assert first == counts(445, created=445)
    assert second == counts(445, unchanged=445)
    assert CompanyStatement.objects.count() == 445


def test_all_142_vacancies_are_kept_and_the_second_run_touches_none():
    first = run("import_vacancies", VACANCIES).counts
    touched = list(Vacancy.objects.order_by("id").values_list("updated_at", "version"))
    second = run("import_vacancies", VACANCIES).counts

    assert first == counts(142, created=142)
    assert second == counts(142, unchanged=142)
    assert list(Vacancy.objects.order_by("id").values_list("updated_at", "version")) == touched


def test_a_dry_run_counts_alike_and_keeps_nothing():
    assert run("import_vacancies", VACANCIES, "--dry-run").counts == counts(142, created=142)
    assert run("import_companies", COMPANIES, "--dry-run").counts == counts(445, created=445)

    assert (Vacancy.objects.count(), Employer.objects.count(), PlacementCompany.objects.count()) == (0, 0, 0)


def test_what_the_sources_do_not_say_stays_unknown():
    run("import_vacancies", VACANCIES)

    assert Vacancy.objects.filter(wage_amount_min=None, wage_amount_max=None).count() == 86
    assert Vacancy.objects.filter(cost_note="").count() == 106
    assert Vacancy.objects.filter(closes_on=None).count() == 118
    assert Vacancy.objects.filter(placement_company_as_published="").count() == 96
    assert Vacancy.objects.filter(destination=None).count() == 10
    assert Vacancy.objects.filter(source_from=None).count() == 5
