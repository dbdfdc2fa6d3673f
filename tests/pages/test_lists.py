"""A list asks the database no more often for thirty rows than for one."""

from typing import NamedTuple

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobs.models import PlacementRule, PublishedFigure
from tests.factories.jobs import (
    CompanyStatementFactory,
    CostItemFactory,
    DestinationFactory,
    EmployerFactory,
    PlacementCompanyFactory,
    PlacementRuleFactory,
    PublishedFigureFactory,
    VacancyFactory,
    days_ago,
)
from tests.factories.places import CountryFactory, ProvinceFactory


def a_full_vacancy(**more):
    vacancy = VacancyFactory(
        checked=True, placement_company=PlacementCompanyFactory(), employer=EmployerFactory(), **more
    )
    CostItemFactory(vacancy=vacancy)
    return vacancy


def a_destination():
    VacancyFactory(destination=DestinationFactory(country=CountryFactory(), open=True))


def a_company():
    company = PlacementCompanyFactory()
    CompanyStatementFactory(company=company)
    CompanyStatementFactory(company=company, suspended=True)


def a_decision():
    CompanyStatementFactory(suspended=True, decision_number="SK-7/2026")


def a_rule():
    """One more of the same country: each holds for a day of its own."""
    day = days_ago(PlacementRule.objects.count() + 1)
    PlacementRuleFactory(valid_from=day, valid_to=day)


def a_figure():
    PublishedFigureFactory(
        source_url=f"https://contoh.test/{PublishedFigure.objects.count()}", province=ProvinceFactory()
    )


class List(NamedTuple):
    name: str
    add_row: object
    query: str = ""


LISTS = [
    List("jobs:vacancy_list", a_full_vacancy),
    List("jobs:vacancy_list", VacancyFactory, "?q=perawat&negara=TW"),
    List("jobs:vacancy_list", lambda: VacancyFactory(old=True), "?rak=arsip"),
    List("jobs:figure_list", a_figure),
    List("jobs:vacancy_atom", a_full_vacancy),
    List("jobs:vacancy_json", a_full_vacancy, "?negara=TW"),
    List("jobs:destination_list", a_destination),
    List("jobs:company_list", a_company),
    List("jobs:company_list", a_company, "?q=contoh"),
    List("jobs:sanction_list", a_decision),
    List("jobs:rule_list", a_rule),
    List("pages:home", a_full_vacancy),
]


def cost_and_length(page):
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        response = Client(headers={"host": "localhost"}).get(reverse(page.name) + page.query)
    assert response.status_code == 200
    return len(asked), len(response.content)


@pytest.mark.django_db
@pytest.mark.parametrize("page", LISTS, ids=lambda page: page.name + page.query)
def test_a_list_costs_the_same_for_one_row_and_for_thirty(page):
    page.add_row()
    cost_of_one, length_of_one = cost_and_length(page)

    for _ in range(29):
        page.add_row()

    cost, length = cost_and_length(page)
    assert cost <= cost_of_one  # a full first shelf spares reading the second
    assert length > length_of_one  # the rows did show
