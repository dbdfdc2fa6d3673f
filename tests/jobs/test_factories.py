import pytest
from django.db import IntegrityError

from jobs.models import Vacancy
from jobs.workflow import State
from portal.lib.dates import WIB, today_in
from tests.factories.jobs import CompanyStatementFactory, CostItemFactory, ExchangeRateFactory, VacancyFactory

pytestmark = pytest.mark.django_db


def test_a_reported_vacancy_of_an_open_country_stands_on_the_second_shelf():
    vacancy = VacancyFactory()

    assert list(Vacancy.objects.current(today_in(WIB)).filter(state=State.REPORTED)) == [vacancy]


def test_a_vacancy_checked_four_times_stands_on_the_first_shelf():
    vacancy = VacancyFactory(checked=True)

    assert list(Vacancy.objects.checked_and_open(today_in(WIB))) == [vacancy]


@pytest.mark.parametrize("trait", ["old", "closed", "traineeship"])
def test_old_closed_and_trainee_vacancies_stand_in_the_archive(trait):
    vacancy = VacancyFactory(**{trait: True})

    assert list(Vacancy.objects.archived(today_in(WIB))) == [vacancy]


def test_money_comes_with_its_day_and_payer():
    assert CostItemFactory().vacancy.cost_items.count() == 1
    assert ExchangeRateFactory().rupiah == 512


def test_a_statement_is_kept_once():
    statement = CompanyStatementFactory()

    with pytest.raises(IntegrityError, match="company_statement_is_kept_once"):
        CompanyStatementFactory(company=statement.company)
