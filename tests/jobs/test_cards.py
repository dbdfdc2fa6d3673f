"""A card says what is true now: it is read from the facts themselves, and reads them as the vacancy's own page does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jobs import costs, wording
from jobs.cards import cards_of
from jobs.choices import CostComponent, CostStance, Payer, RuleAction
from jobs.models import CostRule, PlacementCompany, PlacementRule, RecruitmentPermit, Vacancy
from jobs.models.card_row import card_rows, listed_card_rows
from portal.lib.dates import WIB, today_in
from portal.places.models import Country
from tests.factories.jobs import (
    CostItemFactory,
    CostRuleFactory,
    EmployerFactory,
    ExchangeRateFactory,
    OccupationFactory,
    PlacementCompanyFactory,
    PlacementRuleFactory,
    RecruitmentPermitFactory,
    VacancyFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = today_in(WIB)


def full_vacancy(**facts):
    company = PlacementCompanyFactory(name="PT Lama")
    return VacancyFactory(
        placement_company=company,
        employer=EmployerFactory(name="Old House"),
        permit=RecruitmentPermitFactory(company=company),
        occupation=OccupationFactory(),
        wage_amount_min=28590,
        currency="TWD",
        wage_period="month",
        quota_total=4,
        education_min="SMA",
        language_requirement="Mandarin",
        closes_on=TODAY + timedelta(days=5),
        **facts,
    )


def only_card(day=TODAY):
    (row,) = card_rows(list(Vacancy.objects.values_list("pk", flat=True)), day)
    (card,) = cards_of([row], day)
    return card


def test_a_card_follows_each_fact_at_once():
    vacancy = full_vacancy(checked=True)
    before = only_card()
    assert before.where == "Taiwan, PT Lama"
    assert (before.pay.main, before.facts[0][0], before.seal[:7]) == ("NT$28,590", "Closes", "Checked")

    Country.objects.update(name_en="Formosa")
    PlacementCompany.objects.update(name="PT Baru")
    ExchangeRateFactory(rupiah=500, on=TODAY - timedelta(days=1))
    ExchangeRateFactory(rupiah=510, on=TODAY)
    ExchangeRateFactory(rupiah=999, on=TODAY + timedelta(days=1))
    CostRuleFactory()
    vacancy.checks.first().delete()

    after = only_card()
    assert after.where == "Formosa, PT Baru"
    assert after.pay.main == "±\u00a0Rp14,580,000"
    assert after.facts[0] == ("Your cost", "By rule: Rp0", "rule")
    assert after.seal == ""


def test_a_card_tells_the_cost_by_the_rules_of_the_day_alone():
    vacancy = full_vacancy()
    rule = CostRuleFactory(valid_from=TODAY + timedelta(days=1))
    assert only_card().facts[0][0] == "Closes"
    assert only_card(TODAY + timedelta(days=1)).facts[0][1] == "By rule: Rp0"

    CostRule.objects.filter(pk=rule.pk).update(withdrawn_on=TODAY)
    assert only_card(TODAY + timedelta(days=1)).facts[0][0] == "Closes"
    CostRuleFactory(occupation=OccupationFactory(isco08="9999", title="Lain"))
    assert only_card().facts[0][0] == "Closes"
    CostRuleFactory(destination=vacancy.destination, occupation=vacancy.occupation)
    assert only_card().facts[0][1] == "By rule: Rp0"
    CostRuleFactory(stance=CostStance.DISPUTED, position="Dua", destination=vacancy.destination)
    assert only_card().facts[0][1] == "Still disputed"
    CostItemFactory(vacancy=vacancy, payer=Payer.CANDIDATE, component=CostComponent.MEDICAL, amount=500)
    assert only_card().facts[0][1:] == ("Rp500, rule: Rp0", "soon")


@pytest.mark.parametrize(
    "act",
    [
        lambda: PlacementCompany.objects.update(is_barred=True),
        lambda: PlacementRuleFactory(
            destination=PlacementRule.objects.get().destination, action=RuleAction.BANNED, employer_kind="corporate"
        ),
        lambda: RecruitmentPermit.objects.update(valid_until=TODAY - timedelta(days=1)),
        lambda: Vacancy.objects.update(state=Vacancy.State.SUSPENDED),
        lambda: Vacancy.objects.update(closes_on=TODAY - timedelta(days=1)),
    ],
    ids=["company barred", "country banned", "permit over", "suspended", "past its day"],
)
def test_what_stands_open_no_more_has_no_card_before_its_search_row_follows(act, client):
    full_vacancy()
    assert len(client.get("/lowongan/").context["cards"]) == 1

    act()

    assert client.get("/lowongan/").context["cards"] == []
    assert listed_card_rows([Vacancy.objects.get().pk], TODAY) == []


@pytest.mark.parametrize("kind", ["checked", "reported", "bare", "archived"])
def test_a_card_reads_a_vacancy_as_its_own_page_does(kind):
    if kind == "bare":
        VacancyFactory(destination=None, source_date="nonsense", title="Tanda terima")
    else:
        full_vacancy(checked=kind == "checked", old=kind == "archived")
        PlacementCompany.objects.update(is_barred=kind == "archived")
    ExchangeRateFactory()
    CostRuleFactory()
    vacancy = Vacancy.objects.with_standing(TODAY).with_is_listed(TODAY).with_card_details().get()

    card = only_card()

    row, cost = card.row, costs.cost_of(vacancy, costs.rules_in_force(TODAY))
    told = set(row._fields) & {field.attname for field in Vacancy._meta.concrete_fields} | {
        "is_listed", "is_country_open", "has_all_checks", "is_fully_checked", "is_company_barred", "permit_ends_on",
        "source_day",
    }  # fmt: skip
    assert {name: getattr(row, name) or None for name in told} == {
        name: getattr(vacancy, name) or None for name in told
    }
    for sentence in (wording.company, wording.education, wording.source_day, wording.is_forbidden):
        assert sentence(row) == sentence(vacancy)
    assert wording.why_archived(row, TODAY) == wording.why_archived(vacancy, TODAY)
    assert wording.not_stated(row, cost) == wording.not_stated(vacancy, cost)
    assert (cost.text in [text for _label, text, _css in card.facts]) == cost.is_known
    assert (card.title, card.language) == (vacancy.title_in_page_language, vacancy.title_language)
    assert card.address == vacancy.get_absolute_url() != reverse("jobs:vacancy_by_number", args=[vacancy.number])
