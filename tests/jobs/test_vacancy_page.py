"""What the page of one vacancy says of costs and needs, and where it leads."""

import pytest

from jobs.models.money import DEMO_SOURCE
from tests.factories.jobs import CostItemFactory, ExchangeRateFactory, RecruitmentPermitFactory, VacancyFactory

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


def test_an_unchecked_table_that_leaves_the_candidate_out_does_not_make_it_free(client):
    unchecked, checked = VacancyFactory(), VacancyFactory(checked=True)
    for vacancy in (unchecked, checked):
        CostItemFactory(vacancy=vacancy, payer="EMPLOYER", amount=9_000_000)

    assert [key.css for key in client.get(unchecked.get_absolute_url()).context["page"].keys] == []
    assert [key.css for key in client.get(checked.get_absolute_url()).context["page"].keys] == ["free"]


def test_what_the_source_writes_of_costs_stands_where_the_warning_is_and_only_there(client):
    vacancy = VacancyFactory(cost_note="Rp8.000.000 setelah surat penawaran")

    page = text_of(client.get("/en" + vacancy.get_absolute_url()))

    assert page.count(vacancy.cost_note) == 1
    assert page.index("note-turn") < page.index(vacancy.cost_note) < page.index("Nearest office")


def test_what_is_asked_wears_the_tick_of_a_check_only_when_checked(client):
    unchecked, checked = VacancyFactory(age_min=20), VacancyFactory(age_min=20, checked=True)

    def needs(vacancy):
        return text_of(client.get(vacancy.get_absolute_url())).split('<ul class="alarm"')[1].split("</ul>")[0]

    assert "#i-chk" not in needs(unchecked)
    assert "#i-chk" in needs(checked)


def test_a_scheme_the_source_does_not_know_is_not_stated(client):
    vacancy = VacancyFactory(scheme="", scheme_as_published="unknown")

    response = client.get("/en" + vacancy.get_absolute_url())

    assert ("Scheme", "not stated") in [(fact.term, fact.value) for fact in response.context["page"].facts]


def test_an_old_link_leads_to_open_vacancies_that_exist(client):
    gone = VacancyFactory(closed=True)
    address = gone.get_absolute_url()

    assert client.get(address).context["open_address"] == "/lowongan/"
    VacancyFactory(destination=gone.destination)
    assert client.get(address).context["open_address"] == f"/lowongan/?negara={gone.destination.country_id}"


def test_a_demo_vacancy_links_to_no_source_that_does_not_exist(client):
    source = {"source_name": "Data contoh", "source_url": "https://contoh.invalid/1"}
    invented, real = VacancyFactory(is_demo=True, **source), VacancyFactory(**source)

    assert source["source_url"] not in text_of(client.get(invented.get_absolute_url()))
    assert source["source_url"] in text_of(client.get(real.get_absolute_url()))


def test_an_estimate_by_an_invented_rate_is_marked_on_a_real_vacancy_too(client):
    vacancy = VacancyFactory(wage_amount_min=28_000, currency="TWD", wage_period="month")
    ExchangeRateFactory(currency="TWD", source_name=DEMO_SOURCE)

    assert client.get(vacancy.get_absolute_url()).context["demo_data"]


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({}, "by the source"),
        ({"checked": True}, "by the checked order"),
        ({"checked": True, "permit": True}, "by the permit"),
    ],
)
def test_places_are_never_called_left_as_nobody_records_who_took_one(client, facts, says):
    permit = {"permit": RecruitmentPermitFactory()} if "permit" in facts else {}
    vacancy = VacancyFactory(**facts | permit, quota_total=25)

    keys = {
        str(key.term): (key.value, key.note)
        for key in client.get("/en" + vacancy.get_absolute_url()).context["page"].keys
    }

    assert keys["Places"] == ("25", f"{says}; how many are taken is not recorded here")
