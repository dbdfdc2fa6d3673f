"""Every public vacancy stands on exactly one shelf, on every day."""

from datetime import date, timedelta

import pytest

from jobs.choices import CheckKind, EmployerKind, RuleAction
from jobs.models import Vacancy
from jobs.workflow import PUBLIC, State
from portal.lib.dates import WIB, today_in
from tests.factories.jobs import (
    CheckFactory,
    DestinationFactory,
    OccupationFactory,
    PlacementRuleFactory,
    VacancyFactory,
)

pytestmark = pytest.mark.django_db
TODAY = today_in(WIB)


def shelf(vacancy, day=TODAY):
    """The one shelf it stands on, "" when it is not public."""
    shelves = {
        "checked_and_open": Vacancy.objects.checked_and_open(day),
        "published_unchecked": Vacancy.objects.current(day).filter(state=State.REPORTED),
        "archived": Vacancy.objects.archived(day),
    }
    found = [name for name, vacancies in shelves.items() if vacancies.filter(pk=vacancy.pk).exists()]
    assert len(found) <= 1
    return "".join(found)


@pytest.mark.parametrize("state", State)
def test_a_public_vacancy_is_on_one_shelf_and_no_other_on_any(state):
    vacancy = VacancyFactory()
    Vacancy.objects.update(state=state)

    assert bool(shelf(vacancy)) == (state in PUBLIC)


@pytest.mark.parametrize(("days", "expected"), [(0, "published_unchecked"), (1, "archived")])
def test_the_closing_day_itself_still_counts(days, expected):
    vacancy = VacancyFactory(closes_on=TODAY)

    assert shelf(vacancy, TODAY + timedelta(days=days)) == expected


@pytest.mark.parametrize(
    ("source_from", "day", "expected"),
    [
        (date(2025, 11, 22), date(2026, 11, 21), "published_unchecked"),
        (date(2025, 11, 22), date(2026, 11, 22), "archived"),
        (date(2024, 2, 29), date(2025, 2, 27), "published_unchecked"),
        (date(2024, 2, 29), date(2025, 2, 28), "published_unchecked"),
        (date(2024, 2, 29), date(2025, 3, 1), "archived"),
        (date(2023, 2, 28), date(2024, 2, 28), "archived"),
        (date(2023, 3, 1), date(2024, 2, 29), "published_unchecked"),
        (None, date(2026, 11, 22), "archived"),
    ],
)
def test_a_source_counts_for_twelve_months(source_from, day, expected):
    assert shelf(VacancyFactory(source_from=source_from), day) == expected


def test_a_checked_vacancy_does_not_age_with_its_source():
    assert shelf(VacancyFactory(checked=True, old=True)) == "checked_and_open"


@pytest.mark.parametrize("missing", CheckKind)
def test_an_open_vacancy_with_three_checks_is_not_on_the_first_shelf(missing):
    vacancy = VacancyFactory(state=State.OPEN)
    for kind in set(CheckKind) - {missing}:
        CheckFactory(vacancy=vacancy, kind=kind)

    assert shelf(vacancy) == "archived"


@pytest.mark.parametrize("checked", [True, False])
def test_without_a_rule_or_a_country_nothing_is_open(checked):
    closed = DestinationFactory(country__iso2="KH", country__name="Kamboja")

    assert shelf(VacancyFactory(destination=closed, checked=checked)) == "archived"
    assert shelf(VacancyFactory(destination=None, checked=checked)) == "archived"


@pytest.mark.parametrize("action", [RuleAction.STOPPED, RuleAction.BANNED])
@pytest.mark.parametrize(
    ("kind", "expected"), [(EmployerKind.CORPORATE, "published_unchecked"), (EmployerKind.HOUSEHOLD, "archived")]
)
def test_a_stop_of_household_work_wins_over_the_opening_and_leaves_companies_open(action, kind, expected):
    vacancy = VacancyFactory(employer_kind=kind)
    PlacementRuleFactory(destination=vacancy.destination, employer_kind=EmployerKind.HOUSEHOLD, action=action)

    assert shelf(vacancy) == expected


def test_a_stop_of_one_occupation_closes_that_occupation_only():
    nurse, welder = OccupationFactory(isco08="2221"), OccupationFactory(isco08="7212")
    vacancies = [VacancyFactory(occupation=occupation) for occupation in (nurse, welder, None)]
    PlacementRuleFactory(destination=vacancies[0].destination, occupation=nurse, action=RuleAction.STOPPED)

    assert [shelf(vacancy) for vacancy in vacancies] == ["archived", "published_unchecked", "published_unchecked"]


@pytest.mark.parametrize(
    ("offset", "expected"), [(-1, "archived"), (0, "published_unchecked"), (1, "published_unchecked"), (2, "archived")]
)
def test_a_rule_counts_from_its_first_to_its_last_day(offset, expected):
    destination = DestinationFactory()
    PlacementRuleFactory(destination=destination, valid_from=TODAY, valid_to=TODAY + timedelta(days=1))

    assert shelf(VacancyFactory(destination=destination), TODAY + timedelta(days=offset)) == expected


def test_a_traineeship_is_never_open():
    assert shelf(VacancyFactory(traineeship=True)) == "archived"
