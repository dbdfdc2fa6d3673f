"""What a citizen reads of vacancies, countries and companies."""

import pytest
from django.urls import reverse

from jobs.models import Vacancy
from jobs.workflow import State
from tests.factories.jobs import (
    CostItemFactory,
    DestinationFactory,
    ExchangeRateFactory,
    OccupationFactory,
    PlacementCompanyFactory,
    PlacementRuleFactory,
    VacancyFactory,
)
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


def titles(response):
    return [card.title for card in response.context["cards"]]


def test_the_list_shows_checked_vacancies_before_published_ones(client):
    VacancyFactory(title="Terbit")
    VacancyFactory(title="Dicek", checked=True)

    response = client.get(reverse("jobs:vacancy_list"))

    assert titles(response) == ["Dicek", "Terbit"]
    assert [card.title for card in response.context["checked"]] == ["Dicek"]
    assert [card.title for card in response.context["published"]] == ["Terbit"]


def test_only_a_checked_vacancy_wears_the_seal(client):
    VacancyFactory(title="Terbit")
    half = VacancyFactory(title="Setengah", checked=True)
    half.checks.first().delete()

    response = client.get(reverse("jobs:vacancy_list"))

    assert titles(response) == ["Terbit"]
    assert [card.seal for card in response.context["cards"]] == [""]


def test_on_its_own_page_too_only_a_fully_checked_one_wears_the_seal(client):
    whole, half = VacancyFactory(checked=True), VacancyFactory(checked=True)
    half.checks.first().delete()
    published, old = VacancyFactory(), VacancyFactory(old=True)

    def seal(vacancy):
        page = client.get(vacancy.get_absolute_url()).context["page"]
        return page.seal_kind, page.is_sealed

    assert [seal(vacancy) for vacancy in (whole, half, published, old)] == [
        ("ok", True),
        ("off", False),
        ("info", False),
        ("off", False),
    ]


def test_an_archived_vacancy_stands_on_its_own_shelf_with_the_reason(client):
    VacancyFactory(title="Lama", old=True)
    VacancyFactory(title="Magang", traineeship=True)

    response = client.get(reverse("jobs:vacancy_list"), {"rak": "arsip"})

    assert sorted(titles(response)) == ["Lama", "Magang"]
    assert str(response.context["open_count"]) == "0"
    assert all(card.remarks[0] for card in response.context["cards"])


def test_the_next_page_goes_on_where_this_one_ends(client):
    VacancyFactory.create_batch(25)
    VacancyFactory.create_batch(3, checked=True)

    seen, address = [], reverse("jobs:vacancy_list")
    while address:
        response = client.get(address)
        seen += titles(response)
        after = response.context["next_address"]
        address = reverse("jobs:vacancy_list") + after if after else ""

    assert len(seen) == len(set(seen)) == 28


def test_a_search_finds_title_occupation_and_country(client):
    VacancyFactory(title="Operator pabrik", occupation_as_published="")
    korea = CountryFactory(iso2="KR", name="Korea Selatan", name_en="South Korea")
    wanted = VacancyFactory(title="Juru las kapal", destination=DestinationFactory(country=korea, open=True))

    for words in ("juru las", "KOREA", "las, korea"):
        response = client.get(reverse("jobs:vacancy_list"), {"q": words})
        assert titles(response) == [wanted.title]


def test_a_search_without_an_open_hit_leads_to_those_in_the_archive(client):
    VacancyFactory(title="Pelaut", old=True)

    page = text_of(client.get("/en/lowongan/", {"q": "pelaut"}))

    assert '<a class="btn btn-line" href="?q=pelaut&amp;rak=arsip">In the archive: 1</a>' in page
    assert "0 shown" not in page


def test_each_list_has_a_title_of_its_own(client):
    VacancyFactory(title="Pelaut", old=True)
    addresses = ["", "?rak=arsip", "?q=pelaut", "?q=pelaut&rak=arsip"]

    titles = {text_of(client.get("/lowongan/" + address)).split("<title>")[1].split("<")[0] for address in addresses}

    assert len(titles) == len(addresses)


def test_a_country_filter_keeps_that_country_only(client):
    VacancyFactory(title="Taiwan")
    japan = DestinationFactory(country=CountryFactory(iso2="JP"), open=True)
    VacancyFactory(title="Jepang", destination=japan)

    response = client.get(reverse("jobs:vacancy_list"), {"negara": ["JP", "zz9", ""]})

    assert titles(response) == ["Jepang"]
    assert {option.value: option.count for option in response.context["facets"][0].options} == {"JP": "1", "TW": "1"}


def test_education_keeps_what_one_reaches_and_what_is_not_stated(client):
    VacancyFactory(title="Sarjana", education_min="S1")
    VacancyFactory(title="SMP", education_min="SMP")
    VacancyFactory(title="Tidak disebut")

    response = client.get(reverse("jobs:vacancy_list"), {"pendidikan": "SMA"})

    assert sorted(titles(response)) == ["SMP", "Tidak disebut"]


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_list_costs_the_same_queries_for_any_length(client, count, django_assert_num_queries):
    for vacancy in VacancyFactory.create_batch(count, placement_company=PlacementCompanyFactory()):
        CostItemFactory(vacancy=vacancy)

    with django_assert_num_queries(9):
        response = client.get(reverse("jobs:vacancy_list"))

    assert len(titles(response)) == count


def test_counts_stop_at_a_thousand():
    from jobs.search import CappedCount

    assert str(CappedCount(1001)) == "1.000+"
    assert str(CappedCount(1000)) == "1.000"


def test_two_counts_together_stop_at_a_thousand_too():
    from jobs.search import CappedCount

    assert str(CappedCount(600) + CappedCount(500)) == "1.000+"


def test_what_nobody_stated_is_one_line_and_never_zero(client):
    vacancy = VacancyFactory()

    page = text_of(client.get("/en" + vacancy.get_absolute_url()))

    missing = "pay, cost, closing date, placement company, employer, number of people"
    assert f"Not stated:</strong> {missing}." in page
    assert "Rp0" not in page


def test_a_stated_cost_is_what_the_candidate_pays(client):
    vacancy = VacancyFactory()
    CostItemFactory(vacancy=vacancy, payer="EMPLOYER", amount=9_000_000)
    CostItemFactory(vacancy=vacancy, payer="CANDIDATE", component="medical", amount=702_500)

    response = client.get(vacancy.get_absolute_url())

    assert [key.value for key in response.context["page"].keys] == ["Rp702.500"]


def test_rupiah_is_an_estimate_and_only_with_a_rate(client):
    vacancy = VacancyFactory(wage_amount_min=29500, currency="TWD", wage_period="month")

    assert client.get(vacancy.get_absolute_url()).context["page"].keys[0].value == "NT$29.500"
    ExchangeRateFactory(currency="TWD", rupiah=524)
    assert client.get(vacancy.get_absolute_url()).context["page"].keys[0].value == "±\u00a0Rp15.460.000"


def test_an_old_link_stays_and_says_why_one_can_not_apply(client):
    vacancy = VacancyFactory(closed=True)

    response = client.get(vacancy.get_absolute_url())

    assert response.status_code == 200
    assert len(response.context["reasons"]) == 1


def test_an_address_typed_otherwise_leads_to_the_one_address(client):
    vacancy = VacancyFactory()

    for address in (f"/lowongan/{vacancy.number.lower()}/", f"/lowongan/{vacancy.number}/salah/"):
        assert client.get(address)["Location"] == vacancy.get_absolute_url()


@pytest.mark.parametrize("number", ["L-2222-2222-3", "12", "L-٧٧٧٧", "x" * 500])
def test_a_foreign_number_is_not_found(client, number):
    assert client.get(f"/lowongan/{number}/").status_code == 404


def test_what_an_office_still_works_on_is_not_found(client):
    vacancy = VacancyFactory()
    Vacancy.objects.update(state=State.IN_CHECK)

    assert client.get(vacancy.get_absolute_url()).status_code == 404


def test_a_country_page_says_whether_it_is_open_and_that_nobody_checked_the_rule(client):
    vacancy = VacancyFactory()

    page = text_of(client.get("/en" + vacancy.destination.get_absolute_url()))

    assert "<b>Open</b>" in page
    assert "Not yet checked by an officer." in page


@pytest.mark.parametrize(
    ("prefix", "job", "source"),
    [
        ("", "Perawat lansia di panti", "Warta Contoh, Maret 2025."),
        ("/en", "Health-care assistant", "Warta Contoh, March 2025."),
    ],
)
def test_a_rule_is_told_in_the_language_of_the_page(client, prefix, job, source):
    land = DestinationFactory()
    PlacementRuleFactory(
        destination=land, occupation=OccupationFactory(), source_name="Warta Contoh", source_date="2025-03"
    )

    page = text_of(client.get(prefix + land.get_absolute_url()))

    assert f"<p>{job}: " in page
    assert source in page


@pytest.mark.parametrize("address", ["/en/", "/en/negara/"])
def test_a_country_in_a_list_says_that_nobody_checked_its_rule(client, address):
    rule = PlacementRuleFactory()

    assert "rule not yet checked" in text_of(client.get(address))
    type(rule).objects.update(is_checked=True)
    assert "rule not yet checked" not in text_of(client.get(address))


@pytest.mark.parametrize(("kind", "says_the_rest"), [("household", True), ("", False)])
def test_a_country_closed_for_some_work_says_that_the_rest_has_no_rule(client, kind, says_the_rest):
    rule = PlacementRuleFactory(employer_kind=kind, action="banned")

    page = text_of(client.get("/en" + rule.destination.get_absolute_url()))

    assert ("For other work there no rule is on record" in page) == says_the_rest


def test_a_country_without_a_rule_is_not_open(client):
    land = DestinationFactory()
    VacancyFactory(destination=land)

    response = client.get(land.get_absolute_url())

    assert response.context["page"]["law"].is_closed
    assert not response.context["page"]["found"]


def test_countries_with_checked_vacancies_come_first_then_those_with_most(client):
    for iso2, name in (("BN", "Brunei"), ("JP", "Jepang"), ("TW", "Taiwan")):
        destination = DestinationFactory(country=CountryFactory(iso2=iso2, name=name), open=True)
        VacancyFactory.create_batch({"BN": 0, "JP": 2, "TW": 0}[iso2], destination=destination)
        VacancyFactory.create_batch({"BN": 0, "JP": 0, "TW": 1}[iso2], destination=destination, checked=True)

    assert [row.iso2 for row in client.get("/").context["destinations"]] == ["TW", "JP", "BN"]


def test_costs_of_two_currencies_are_not_added_up(client):
    vacancy = VacancyFactory()
    CostItemFactory(vacancy=vacancy, amount=3_500_000)
    one_currency = client.get(vacancy.get_absolute_url()).context["page"].bill
    CostItemFactory(vacancy=vacancy, component="visa", amount=4_800, currency="TWD")

    assert [group.total for group in one_currency.groups] == ["Rp3.500.000"]
    assert client.get(vacancy.get_absolute_url()).context["page"].bill is None


def test_home_counts_what_the_shelves_hold(client):
    VacancyFactory.create_batch(2)
    VacancyFactory(checked=True)
    VacancyFactory(old=True)

    response = client.get("/")

    assert (str(response.context["checked"]), str(response.context["published"])) == ("1", "2")


@pytest.mark.parametrize("address", ["/", "/lowongan/", "/lowongan/?rak=arsip", "/negara/", "/negara/TW/"])
def test_a_page_that_counts_demo_rows_says_so(client, address):
    VacancyFactory()
    before = client.get(address).content

    # In a list of its own shelf it is not even shown, but the page counts it.
    VacancyFactory(is_demo=True, old=True)

    assert b'class="demo"' not in before
    assert b'class="demo"' in client.get(address).content


def test_an_english_page_says_which_words_are_the_sources_indonesian(client):
    vacancy = VacancyFactory(
        occupation_as_published="Pengasuh lansia", age_min=20, other_requirements="Tidak buta warna; bisa memasak"
    )

    english = text_of(client.get("/en" + vacancy.get_absolute_url()))
    indonesian = text_of(client.get(vacancy.get_absolute_url()))

    assert '<dd lang="id">Pengasuh lansia</dd>' in english
    assert '<span lang="id">Tidak buta warna</span>' in english
    assert "<span>Age 20 or older </span>" in english
    assert 'lang="id"' not in indonesian.partition("<main")[2].partition("</main>")[0]
