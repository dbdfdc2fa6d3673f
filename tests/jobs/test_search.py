"""What a visitor finds: words and what they mean, facets, order, pages, and counts that are kept."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from jobs import search, search_pages, services
from jobs.choices import CostStance, EmployerKind, Payer, RuleAction, Scheme, Shelf, Sort
from jobs.models import FacetCount, SearchWord, Vacancy, VacancySearch
from jobs.reference import _read
from jobs.search_words import did_you_mean
from jobs.workflow import State
from portal.lib import prepared
from portal.lib.dates import WIB, today_in
from portal.workflow import take_step
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import (
    AgeRuleFactory,
    CostItemFactory,
    CostRuleFactory,
    DestinationFactory,
    ExchangeRateFactory,
    PlacementRuleFactory,
    VacancyFactory,
    days_ago,
)
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(db):
    SearchWord.objects.bulk_create(SearchWord(**row) for row in _read("search_words.csv"))
    cache.delete("vacancy-vocabulary")


def found(wish, shelf=Shelf.OPEN, after=None, day=None):
    day = day or today_in(WIB)
    return search_pages.page(wish, shelf, day, search.counts(wish, shelf, day), after)


def titles(shelf=Shelf.OPEN, after=None, **wish):
    return [vacancy.title for vacancy in found(search.Wish(**wish), shelf, after)[0]]


def counted(**wish):
    return search.counts(search.Wish(**wish), Shelf.OPEN, today_in(WIB))


@pytest.mark.parametrize("typed", ["ART", "PRT", "pembantu", "domestic helper", "tki pembantu di Taiwan", "housemaid"])
def test_household_work_is_found_by_all_its_names(words, typed):
    VacancyFactory(title="Asisten rumah tangga", occupation_as_published="")
    VacancyFactory(title="Operator pabrik", occupation_as_published="")

    assert titles(words=typed) == ["Asisten rumah tangga"]


@pytest.mark.parametrize("typed", ["caregiver", "perawat lansia", "jompo", "jaga orang tua", "pengasuh lansia taiwan"])
def test_elder_care_is_found_by_all_its_names(words, typed):
    VacancyFactory(title="Care worker", occupation_as_published="")
    VacancyFactory(title="Juru las", occupation_as_published="")

    assert titles(words=typed) == ["Care worker"]


def test_a_word_that_names_no_work_narrows_nothing(words):
    VacancyFactory(title="Juru las", occupation_as_published="")

    for typed in ("TKI", "PJTKI", "lowongan kerja", "kerja ke luar negeri", "loker di luar", "!!!"):
        assert len(titles(words=typed)) == (typed != "loker di luar")


@pytest.mark.parametrize("typed", ["hongkong", "ART Hongkong", "hk"])
def test_a_country_is_found_as_people_write_it(words, typed):
    hong_kong = DestinationFactory(country=CountryFactory(iso2="HK", name="Hong Kong", name_en="Hong Kong"), open=True)
    VacancyFactory(title="Asisten rumah tangga", destination=hong_kong, occupation_as_published="")
    VacancyFactory(title="Asisten rumah tangga Taiwan", occupation_as_published="")

    assert titles(words=typed) == ["Asisten rumah tangga"]


def test_stems_are_one_word(words):
    VacancyFactory(title="Perkebunan sawit", occupation_as_published="")

    assert titles(words="berkebun sawit") == ["Perkebunan sawit"]


@pytest.mark.parametrize(("typed", "meant"), [("prawat", "perawat"), ("jepag perawat", "jepang perawat"), ("xq", "")])
def test_a_slip_of_the_finger_is_asked_back(words, typed, meant):
    CountryFactory(iso2="JP", name="Jepang", name_en="Japan")

    assert did_you_mean(typed) == meant


def test_the_list_offers_what_was_meant(words, client):
    VacancyFactory(title="Perawat", occupation_as_published="")

    page = client.get(reverse("jobs:vacancy_list"), {"q": "prawat", "negara": "TW"})

    assert page.context["did_you_mean"] == ("perawat", "?q=perawat&negara=TW")


FACETS = {
    "kinds": ({"employer_kind": EmployerKind.HOUSEHOLD}, {"employer_kind": EmployerKind.CORPORATE}, ("household",)),
    "schemes": ({"scheme": Scheme.G_TO_G}, {"scheme": Scheme.P_TO_P}, ("G_TO_G",)),
    "languages": ({"language_requirement": "JLPT N4"}, {"language_requirement": "Mandarin dasar"}, ("ja",)),
    "education": ({"education_min": "SMP"}, {"education_min": "D3"}, "SMA"),
    "sex": ({"quota_male": 2}, {"quota_total": 3, "quota_female": 3}, "male"),
    "age": ({"age_min": 21, "age_max": 35}, {"age_max": 20}, 21),
    "is_closing_soon": ({"closes_on": days_ago(-10)}, {"closes_on": days_ago(-11)}, True),
}


@pytest.mark.parametrize("facet", FACETS)
def test_a_facet_keeps_what_fits_and_drops_the_rest(facet):
    fits, fits_not, chosen = FACETS[facet]
    VacancyFactory(title="cocok", **fits)
    VacancyFactory(title="tidak", **fits_not)

    assert titles(**{facet: chosen}) == ["cocok"]


@pytest.mark.parametrize("facet", ["education", "sex", "age"])
def test_what_an_order_leaves_open_fits_everybody(facet):
    VacancyFactory(title="siapa saja")

    assert titles(**{facet: FACETS[facet][2]}) == ["siapa saja"]


def test_what_a_rule_forbids_at_an_age_fits_nobody_of_it():
    vacancy = VacancyFactory(title="rumah tangga", employer_kind=EmployerKind.HOUSEHOLD, age_min=18)
    VacancyFactory(title="pabrik", employer_kind=EmployerKind.CORPORATE)
    AgeRuleFactory(min_age=18)
    AgeRuleFactory(min_age=21, destination=vacancy.destination, employer_kind=EmployerKind.HOUSEHOLD)
    AgeRuleFactory(min_age=30, valid_from=days_ago(9), valid_to=days_ago(1), destination=vacancy.destination)
    VacancySearch.objects.refresh(Vacancy.objects.all())

    assert [titles(age=age) for age in (17, 19, 21)] == [[], ["pabrik"], ["pabrik", "rumah tangga"]]


def test_work_is_grouped_by_the_words_of_the_source(words):
    VacancyFactory(title="Perawat; pengasuh lansia", occupation_as_published="")
    VacancyFactory(title="Seperawatan", occupation_as_published="")

    assert titles(groups=("health",)) == titles(groups=("care",)) == ["Perawat; pengasuh lansia"]


def test_several_countries_mean_any_of_them():
    for iso2 in ("JP", "KR", "TW"):
        land = DestinationFactory(country=CountryFactory(iso2=iso2), open=True)
        VacancyFactory(title=iso2, destination=land)

    assert set(titles(countries=("JP", "KR"))) == {"JP", "KR"}


def free(**facts):
    vacancy = VacancyFactory(**facts)
    return vacancy, VacancySearch.objects.refresh


@pytest.mark.parametrize(
    ("known", "is_found"),
    [
        ("nothing", False),
        ("a rule", True),
        ("a rule and a dispute", False),
        ("a rule and a fee", False),
        ("a stated zero", True),
        ("a stated fee", False),
        ("what the employer pays", False),
    ],
)
def test_only_what_is_known_to_cost_nothing_is_found_as_free(known, is_found):
    vacancy = VacancyFactory()
    if "rule" in known:
        CostRuleFactory()
    if "dispute" in known:
        CostRuleFactory(stance=CostStance.DISPUTED, position="Dua pihak berbeda")
    if "fee" in known or "zero" in known:
        CostItemFactory(vacancy=vacancy, payer=Payer.CANDIDATE, amount=5 if "fee" in known else 0)
    if "employer" in known:
        CostItemFactory(vacancy=vacancy, payer=Payer.EMPLOYER, amount=5)
    VacancySearch.objects.refresh(Vacancy.objects.all())

    assert bool(titles(is_free=True)) is is_found


@pytest.mark.parametrize(
    ("facts", "rupiah"),
    [
        ({"wage_amount_min": 20_000, "wage_period": "month"}, 10_240_000),
        ({"wage_amount_max": 20_000, "wage_period": "month"}, 10_240_000),
        ({"wage_amount_min": 240_000, "wage_period": "year"}, 10_240_000),
        ({"wage_amount_min": 100, "wage_period": "hour"}, 0),
        ({"wage_amount_min": 100, "wage_period": "hour", "hours_per_day": 8, "days_per_week": 6}, 10_649_600),
        ({"wage_amount_min": 9_000_000, "wage_period": "month", "currency": "IDR"}, 9_000_000),
        ({"wage_amount_min": 900, "wage_period": "month", "currency": "EUR"}, 0),
        ({}, 0),
    ],
)
def test_pay_is_compared_in_rupiah_a_month_where_that_can_be_said(facts, rupiah):
    ExchangeRateFactory(on=days_ago(9), rupiah=1)
    ExchangeRateFactory(on=days_ago(1), rupiah=512)
    VacancyFactory(**({"currency": "TWD"} if facts else {}) | facts)

    assert VacancySearch.objects.get().pay == rupiah
    assert bool(titles(pay=max(rupiah, 1))) is bool(rupiah)


@pytest.mark.parametrize(
    ("narrowed", "limits"),
    [
        ({}, {}),
        ({"words": "taiwan"}, {}),
        ({"words": "taiwan"}, {"COUNT_LIMIT": 10}),
        ({"words": "taiwan", "countries": ("TW",)}, {"COUNT_LIMIT": 10}),
        ({"sex": "male"}, {"COUNT_LIMIT": 10, "FOLLOWED": 6}),
        ({"countries": ("TW",)}, {"COUNT_LIMIT": 10}),
        ({"countries": ("TW", "JP")}, {}),
    ],
    ids=["all", "few", "many", "many of a country", "many of a facet", "a country", "two countries"],
)
def test_each_order_reads_checked_ones_first_and_pages_without_gap_or_repeat(narrowed, limits, monkeypatch):
    ask_anew(monkeypatch)
    for name, value in {"PAGE_SIZE": 5, **limits}.items():
        monkeypatch.setattr(search if name == "COUNT_LIMIT" else search_pages, name, value)
    ExchangeRateFactory()
    for place in range(16):
        VacancyFactory(
            title=str(place), checked=place % 3 == 0, source_from=days_ago(place % 7), closes_on=days_ago(-1 - place % 5),
            wage_amount_min=100 * (place % 4) or None, currency="TWD" if place % 4 else "",
            wage_period="month" if place % 4 else "",
        )  # fmt: skip

    for sort in Sort:
        seen, after = [], None
        while True:
            page, after = found(search.Wish(sort=sort, **narrowed), after=after)
            seen += page
            if not after:
                break
        keys = {
            Sort.NEWEST: lambda row: -row.sort_day.toordinal(),
            Sort.CLOSING: lambda row: row.closes_on,
            Sort.PAY: lambda row: -(row.wage_amount_min or 0),
        }[sort]
        assert len(seen) == len({row.pk for row in seen}) == 16
        assert seen == sorted(seen, key=lambda row: (row.state != State.OPEN, keys(row), -row.pk))


def all_pages(wish):
    """Keys of all pages, one after the other, with the number of a page's last vacancy as the way to the next."""
    day, seen, after = today_in(WIB), [], None
    counted = search.counts(wish, Shelf.OPEN, day)
    while found := search_pages.keys(wish, Shelf.OPEN, day, counted, after):
        seen += found[: search_pages.PAGE_SIZE]
        after = Vacancy.objects.get(pk=seen[-1]).number
    return seen


def ask_anew(monkeypatch):
    """Keep no question that was put together with a limit of the test: another test would get it."""
    monkeypatch.setattr(prepared, "_statement", prepared._statement.__wrapped__)


def test_an_order_walked_step_by_step_is_the_plain_order_at_every_border(monkeypatch):
    ask_anew(monkeypatch)
    for module, name, value in (
        (search, "COUNT_LIMIT", 1),
        (search_pages, "FOLLOWED", 1),
        (search_pages, "PAGE_SIZE", 5),
    ):
        monkeypatch.setattr(module, name, value)
    monday = today_in(WIB) - timedelta(days=today_in(WIB).weekday())
    days = [timedelta(days=shift) for shift in (7, 8, 13, 14, 14, 15, 90, 700)]
    pays = (None, 999_999, 1_000_000, 11_999_999, 12_000_000, 12_000_000, 99_999_999, 100_000_000, 300_000_000)
    for place in range(18):
        pay = {"currency": "IDR", "wage_amount_min": pays[place % 9], "wage_period": "month"} if place % 9 else {}
        VacancyFactory(
            title="Juru las" if place % 4 else "Zebra", occupation_as_published="", checked=place % 2 == 0,
            closes_on=monday + days[place % 8] if place % 5 else None,
            source_from=monday - min(days[place % 7], timedelta(days=90)), **pay,
        )  # fmt: skip

    for narrowed in ({"words": "taiwan"}, {"words": "zebra"}, {"words": "las", "sex": "male"}, {"pay": 1}):
        for sort, column in ((Sort.NEWEST, "-published_on"), (Sort.CLOSING, "closes_on"), (Sort.PAY, "-pay")):
            wish = search.Wish(sort=sort, **narrowed)
            plain = search.rows_of(wish, Shelf.OPEN, today_in(WIB)).order_by("shelf", column, "-vacancy_id")
            assert all_pages(wish) == list(plain.values_list("pk", flat=True)), wish
            assert len(plain) > 1


def test_each_search_word_says_something_in_the_index(words):
    # One that doesn't would find everything beside a facet.
    with connection.cursor() as cursor:
        cursor.execute("SELECT phrase FROM jobs_searchword WHERE numnode(phraseto_tsquery('indonesian', phrase)) = 0")
        assert cursor.fetchall() == []


def test_a_part_of_the_hits_is_never_shown_as_their_number(client, monkeypatch):
    VacancyFactory.create_batch(2, checked=True)
    VacancyFactory()
    heads = ("Checked by an officer and open, 2", "Published, not yet checked here, 1")
    page = "/en/lowongan/?kelamin=male"

    assert all(head in client.get(page).content.decode() for head in heads)
    monkeypatch.setattr(search, "COUNT_LIMIT", 2)
    shown = client.get(page).content.decode()

    assert "2+" in shown
    assert not any(head in shown for head in heads)


def test_a_vacancy_has_one_search_row_whatever_shelf_it_moves_to():
    vacancy = VacancyFactory(checked=True)
    for closes_on in (days_ago(1), days_ago(-9)):
        Vacancy.objects.update(closes_on=closes_on)
        services.refresh_search(everything=True)

        assert VacancySearch.objects.filter(vacancy=vacancy).count() == 1
    assert FacetCount.objects.rebuild() == 0


def test_counts_kept_by_triggers_are_those_counted_anew(words):
    vacancies = [VacancyFactory(checked=place % 2 == 0) for place in range(4)]
    officer = acting(MembershipFactory())
    take_step(vacancies[0], "suspend", by=officer, reason="uji")
    take_step(vacancies[1], "take_up", by=officer)
    vacancies[2].delete()

    assert FacetCount.objects.rebuild() == 0
    assert str(counted().all) == str(counted(words="taoyuan").all) == "1"


def test_a_wrong_count_is_mended_by_the_daily_run():
    VacancyFactory()
    FacetCount.objects.filter(token="@all").update(count=7)

    assert services.refresh_search(everything=True) == 1
    assert counted().all.exact == 1


def test_a_ban_closes_its_country_at_the_next_refresh_and_is_never_shown_open_before():
    vacancy = VacancyFactory()
    PlacementRuleFactory(destination=vacancy.destination, employer_kind=vacancy.employer_kind, action=RuleAction.BANNED)

    assert titles() == []
    services.refresh_search(everything=True)
    assert titles(Shelf.ARCHIVE) == [vacancy.title]
    assert not counted().all


def test_a_day_that_passes_takes_it_off_the_open_shelf_before_any_task_runs(monkeypatch):
    VacancyFactory(closes_on=today_in(WIB))
    tomorrow = today_in(WIB) + timedelta(days=1)

    assert found(search.Wish(), day=tomorrow) == ([], None)


def test_the_task_moves_what_is_past_its_day_to_the_archive():
    vacancy = VacancyFactory(closes_on=today_in(WIB))
    Vacancy.objects.update(closes_on=days_ago(1))
    VacancySearch.objects.update(listed_until=days_ago(1))

    assert [services.refresh_search(), services.refresh_search()] == [1, 0]
    assert titles(Shelf.ARCHIVE) == [vacancy.title]


def test_a_draft_is_found_by_nobody():
    VacancyFactory(state=State.DRAFT)

    assert not VacancySearch.objects.exists()


def test_a_filter_is_a_chip_whose_address_takes_it_away(client):
    VacancyFactory()

    page = client.get("/en/lowongan/?q=nurse&negara=TW&pendidikan=SMA&usia=25&gaji=Rp+5.000.000&gratis=1&urut=gaji")

    chips = {chip.label: chip.address for chip in page.context["chips"]}
    assert chips["25 years old"] == "?q=nurse&negara=TW&pendidikan=SMA&gratis=1&gaji=5000000&urut=gaji"
    assert len(chips) == 6


@pytest.mark.parametrize(
    "nonsense", ["usia=abc", "usia=999", "gaji=-5", "urut=x", "kelompok=x&kelompok=care", "sesudah=L-2222-2222-2",
                 "skema=%00", "kelamin=1", "gratis=%F0%9F%92%A9", "q=%27%20%7C%20%40all"]
)  # fmt: skip
def test_nonsense_in_a_filter_is_ignored(client, nonsense):
    assert client.get(f"/lowongan/?{nonsense}").status_code == 200
