"""How single facts of a vacancy read."""

from datetime import date

import pytest
from django.utils import translation

from jobs import wording
from jobs.models import Vacancy

DAY = date(2026, 12, 28)


@pytest.mark.parametrize(
    ("closes_on", "expected"),
    [
        (None, None),
        (date(2026, 12, 27), ("27 Des 2026", "")),
        (date(2026, 12, 28), ("28 Des 2026", "soon")),
        (date(2027, 1, 7), ("7 Jan 2027", "soon")),
        (date(2027, 1, 8), ("8 Jan 2027", "")),
    ],
)
def test_a_closing_day_is_marked_from_ten_days_before_to_the_day_itself(closes_on, expected):
    assert wording.closing(Vacancy(closes_on=closes_on), DAY) == expected


@pytest.mark.parametrize(
    ("months", "english", "indonesian"),
    [
        (None, "", ""),
        (1, "1 month", "1 bulan"),
        (18, "18 months", "18 bulan"),
        (12, "1 year", "1 tahun"),
        (36, "3 years", "3 tahun"),
    ],
)
def test_a_contract_is_told_in_years_when_they_are_whole(months, english, indonesian):
    with translation.override("en"):
        assert wording.contract(Vacancy(contract_months=months)) == english
    with translation.override("id"):
        assert wording.contract(Vacancy(contract_months=months)) == indonesian


@pytest.mark.parametrize(
    ("total", "men", "women", "expected"),
    [(None, None, None, ""), (1200, None, None, "1,200"), (5, 2, 3, "5 (2 men, 3 women)"), (None, 2, None, "2 men")],
)
def test_people_sought_are_split_by_sex_where_the_source_does(total, men, women, expected):
    vacancy = Vacancy(quota_total=total, quota_male=men, quota_female=women)

    with translation.override("en"):
        assert wording.places(vacancy) == expected


@pytest.mark.parametrize(
    ("youngest", "oldest", "expected"),
    [(None, None, ""), (18, 35, "Age 18 to 35"), (18, None, "Age 18 or older"), (None, 35, "Age up to 35")],
)
def test_ages_are_told_as_far_as_they_are_known(youngest, oldest, expected):
    with translation.override("en"):
        assert wording.ages(Vacancy(age_min=youngest, age_max=oldest)) == expected
