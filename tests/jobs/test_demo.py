import csv
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from jobs import demo
from jobs.costs import Kind, cost_of
from jobs.costs import rules_in_force as cost_rules_in_force
from jobs.models import PlacementCompany, Vacancy
from jobs.reference import DATA
from jobs.search import latest_rates
from jobs.workflow import State
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from tests.commands import run
from tests.factories.jobs import ExchangeRateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _ground(countries):
    call_command("sync_jobs")


@pytest.mark.usefixtures("_ground")
def test_the_same_seed_changes_nothing_and_a_larger_number_only_adds():
    demo.seed_vacancies(60, 7)
    first = set(Vacancy.objects.values_list("number", "title", "state", "wage_amount_min"))

    assert demo.seed_vacancies(60, 7) == 0
    assert demo.seed_vacancies(90, 7) == 30
    assert first < set(Vacancy.objects.values_list("number", "title", "state", "wage_amount_min"))


@pytest.mark.usefixtures("_ground")
def test_demo_vacancies_are_marked_numbered_and_fill_every_shelf():
    demo.seed_vacancies(200, 1)
    day, vacancies = today_in(WIB), Vacancy.objects.all()

    shelves = [
        vacancies.checked_and_open(day),
        vacancies.current(day).filter(state=State.REPORTED),
        vacancies.archived(day),
    ]
    assert all(shelf.count() > 10 for shelf in shelves)
    assert sum(shelf.count() for shelf in shelves) == 200
    assert not Vacancy.objects.filter(is_demo=False).exists()
    assert not PlacementCompany.objects.filter(is_demo=False).exists()
    assert all(codes.parse(vacancy.number) == vacancy.number for vacancy in vacancies)
    assert all(vacancy.is_fully_checked for vacancy in vacancies.filter(state=State.OPEN))


@pytest.mark.usefixtures("_ground")
def test_every_stop_of_the_queue_has_something_to_show():
    demo.seed_vacancies(200, 1)

    found = set(Vacancy.objects.values_list("state", flat=True))
    assert {State.DRAFT, State.SUBMITTED, State.IN_CHECK, State.VERIFIED, State.REPORTED, State.OPEN} <= found
    count = Vacancy.objects.count()
    demo.seed_vacancies(200, 1)
    assert Vacancy.objects.count() == count


@pytest.mark.usefixtures("_ground")
def test_production_has_no_demo_vacancies(settings):
    settings.LAPTOP = False

    with pytest.raises(ImproperlyConfigured):
        demo.seed_vacancies(1, 1)

    assert not Vacancy.objects.exists()


@pytest.mark.usefixtures("_ground")
def test_demo_vacancies_show_every_kind_of_cost_and_none_that_would_block_their_seal():
    demo.seed_vacancies(120, 1)

    day = today_in(WIB)
    rules = cost_rules_in_force(day)
    costs = [cost_of(vacancy, rules) for vacancy in Vacancy.objects.current(day).with_card_details()]

    assert {cost.kind for cost in costs} == set(Kind)
    assert not any(cost.conflict for cost in costs)


@pytest.mark.usefixtures("_ground")
def test_an_officers_rate_comes_before_the_example_rate():
    demo.seed_vacancies(1, 1)
    ExchangeRateFactory(currency="TWD", on=today_in(WIB), source_name="Bank Indonesia")

    demo.seed_vacancies(2, 1)

    rates = latest_rates(today_in(WIB))
    assert (rates["TWD"].is_demo, rates["MYR"].is_demo) == (False, True)


@pytest.mark.usefixtures("_ground")
def test_the_first_ones_are_open_and_read_like_published_ones():
    demo.seed_vacancies(12, 1)

    found = Vacancy.objects.checked_and_open(today_in(WIB)).filter(copied_from=None)

    with (DATA / "vacancies.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    paid = {(row["destination_country_iso2"], Decimal(row["salary_min"] or 0), row["salary_currency"]) for row in rows}
    named = {row[name] for row in rows for name in ("employer", "placement_company") if row[name]}
    assert found.count() == 12
    for vacancy in found.select_related("destination", "placement_company"):
        assert (vacancy.destination.country_id, vacancy.wage_amount_min, vacancy.currency) in paid
        assert not named & {vacancy.employer_as_published, vacancy.placement_company_as_published}
        assert not vacancy.placement_company or vacancy.placement_company.is_demo
        assert vacancy.closes_on > today_in(WIB)


@pytest.mark.usefixtures("_ground")
def test_the_command_alone_makes_some_and_a_dry_run_keeps_none():
    said = run("seed_demo", "--dry-run").counts

    assert (said["created"], Vacancy.objects.exists()) == (200, False)
