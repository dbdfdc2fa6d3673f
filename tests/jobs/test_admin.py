"""What the admin leaves to import, workflow and the officers' own pages."""

import pytest
from django.conf import settings
from django.contrib import admin

from jobs.models import CostItem, Employer, ExchangeRate, RecruitmentPermit, Vacancy
from jobs.workflow import State
from tests.factories.accounts import UserFactory, log_in
from tests.factories.jobs import (
    CostItemFactory,
    EmployerFactory,
    ExchangeRateFactory,
    OrderFactory,
    PlacementRuleFactory,
    RecruitmentPermitFactory,
    VacancyFactory,
)
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return UserFactory(is_staff=True, is_superuser=True, second_factor=True)


@pytest.fixture
def asked(rf, administrator):
    request = rf.get("/")
    request.user = administrator
    return request


@pytest.mark.parametrize("model", [Vacancy, RecruitmentPermit, Employer, ExchangeRate])
def test_what_the_rooms_write_is_only_looked_at_here(asked, model):
    shown = admin.site.get_model_admin(model)

    assert not shown.has_add_permission(asked)
    assert not shown.has_change_permission(asked)
    assert not shown.has_delete_permission(asked)


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN])
def test_a_form_sent_to_the_admin_changes_no_vacancy_and_no_cost_of_it(client, administrator, state):
    vacancy = VacancyFactory(title="Juru las", state=state)
    item = CostItemFactory(vacancy=vacancy)
    before = Vacancy.objects.filter(pk=vacancy.pk).values().get()

    address = f"/{settings.ADMIN_PATH}/jobs/vacancy/{vacancy.pk}/change/"
    answer = log_in(client, administrator).post(address, {"title": "Lain", "state": "open", "cost_items-0-amount": "0"})

    assert answer.status_code == 403
    assert Vacancy.objects.filter(pk=vacancy.pk).values().get() == before
    assert CostItem.objects.get().amount == item.amount


@pytest.mark.parametrize(
    ("factory", "name"),
    [
        (OrderFactory, "vacancy"),
        (RecruitmentPermitFactory, "recruitmentpermit"),
        (EmployerFactory, "employer"),
        (ExchangeRateFactory, "exchangerate"),
    ],
)
def test_each_of_them_can_be_looked_at(client, administrator, factory, name):
    row = factory()
    address = f"/{settings.ADMIN_PATH}/jobs/{name}/"

    for page in (address, f"{address}{row.pk}/change/", f"{address}?q=a"):
        assert log_in(client, administrator).get(page).status_code == 200


def test_one_person_moves_no_published_rule_to_another_country(client, administrator):
    rule, elsewhere = PlacementRuleFactory(), CountryFactory(iso2="NZ")
    country, address = rule.destination.country, f"/{settings.ADMIN_PATH}/jobs/destination/{rule.destination_id}/"
    counts = {"rules-TOTAL_FORMS": 0, "rules-INITIAL_FORMS": 0}
    facts = {"mission": "KBRI", "source_name": "Laporan", "source_date": "2025", "rules-0-action": "open"}

    answer = log_in(client, administrator).post(f"{address}change/", facts | counts | {"country": elsewhere.pk})

    assert answer.status_code == 302
    rule.destination.refresh_from_db()
    assert (rule.destination.mission, rule.destination.country) == ("KBRI", country)
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
