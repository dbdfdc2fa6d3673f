"""A cost shown is stated, by rule, disputed or unknown: each with what it rests on, and missing is never Rp0."""

import pytest
from django.utils.html import strip_tags

from jobs import costs
from jobs.choices import CostComponent, CostStance, Payer
from jobs.guards import costs_do_not_contradict_the_rule
from jobs.models import Vacancy
from portal.lib.dates import WIB, today_in
from tests.factories.jobs import CostItemFactory, CostRuleFactory, DestinationFactory, OccupationFactory, VacancyFactory
from tests.factories.places import CountryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def cost_of(vacancy):
    fresh = Vacancy.objects.with_page_details().get(pk=vacancy.pk)
    return costs.cost_of(fresh, costs.rules_in_force(today_in(WIB)))


def asked(vacancy, amount=1_150_000, component=CostComponent.MEDICAL):
    return CostItemFactory(vacancy=vacancy, payer=Payer.CANDIDATE, component=component, amount=amount)


def disputed(**facts):
    return CostRuleFactory(stance=CostStance.DISPUTED, position="Satu.\nDua.", position_en="One.\nTwo.", **facts)


def test_without_a_table_and_a_rule_the_cost_is_unknown():
    found = cost_of(VacancyFactory())

    assert (found.kind, found.text, found.is_known) == (costs.Kind.UNKNOWN, "", False)


def test_a_stated_cost_names_its_source_and_date():
    vacancy = VacancyFactory()
    asked(vacancy)

    found = cost_of(vacancy)

    assert (found.kind, found.text) == (costs.Kind.STATED, "Rp1,150,000")
    assert found.source == f"Warta Contoh, {vacancy.source_day.short()}"


def test_a_zero_rule_is_told_with_its_basis_and_that_nobody_checked_it():
    nurse = OccupationFactory()
    CostRuleFactory(occupation=nurse)

    found = cost_of(VacancyFactory(occupation=nurse))

    assert (found.kind, found.text, found.css) == (costs.Kind.BY_RULE, "By rule: Rp0", "rule")
    assert found.basis == ("Keputusan Contoh 9/2020. Source: Kementerian Contoh, 2020. Not yet checked by an officer.",)
    assert len(found.not_to_pay) == 14
    assert cost_of(VacancyFactory()).kind == costs.Kind.UNKNOWN


def test_a_rule_for_one_component_makes_no_vacancy_free():
    CostRuleFactory(component=CostComponent.VISA)

    found = cost_of(VacancyFactory())

    assert (found.kind, found.not_to_pay) == (costs.Kind.UNKNOWN, ("Work visa",))


def test_a_dispute_tells_both_positions_and_promises_nothing():
    CostRuleFactory()
    disputed(destination=DestinationFactory(open=True))

    here = cost_of(VacancyFactory())
    elsewhere = cost_of(VacancyFactory(destination=DestinationFactory(country=CountryFactory(iso2="JP"), open=True)))

    assert (here.kind, here.text, here.positions) == (costs.Kind.DISPUTED, "Still disputed", ("One.", "Two."))
    assert here.not_to_pay == ()
    assert elsewhere.kind == costs.Kind.BY_RULE


@pytest.mark.parametrize(
    ("rule", "component", "amount"),
    [
        ({}, CostComponent.MEDICAL, 1),
        ({}, CostComponent.OTHER, 1),
        ({}, CostComponent.MEDICAL, 0),
        ({"component": CostComponent.MEDICAL}, CostComponent.MEDICAL, 1),
        ({"component": CostComponent.VISA}, CostComponent.MEDICAL, 1),
        ({"stance": CostStance.DISPUTED, "position": "Dua"}, CostComponent.MEDICAL, 1),
    ],
)
def test_the_page_warns_of_a_fee_exactly_where_verification_is_refused(rule, component, amount):
    vacancy = VacancyFactory()
    CostRuleFactory(**rule)
    asked(vacancy, amount, component)

    found = cost_of(vacancy)

    assert bool(found.conflict) == bool(costs_do_not_contradict_the_rule(Vacancy.objects.get(pk=vacancy.pk)))
    assert ("rule: Rp0" in found.text) == (found.css == "soon") == bool(found.conflict)


def test_card_and_page_show_the_conflict_and_what_not_to_pay(client):
    vacancy = VacancyFactory()
    CostRuleFactory()
    asked(vacancy)

    card = client.get("/en/lowongan/").context["cards"][0]
    page = strip_tags(client.get(vacancy.get_absolute_url()).text)

    assert ("Your cost", "Rp1,150,000, rule: Rp0", "soon") in card.facts
    assert "By rule it is Rp0. Don&#x27;t pay, ask an office." in page
    assert "You should not be asked to pay for" in page


def test_an_unknown_cost_asks_for_the_written_table(client):
    page = strip_tags(client.get(VacancyFactory().get_absolute_url()).text)

    assert "The cost is not recorded. Ask for a written cost table before you pay anything." in page


def test_a_list_loads_the_rules_once(client, django_assert_max_num_queries):
    CostRuleFactory()
    VacancyFactory.create_batch(5)
    with django_assert_max_num_queries(30) as asked_once:
        client.get("/en/lowongan/")

    assert sum('FROM "jobs_costrule"' in query["sql"] for query in asked_once.captured_queries) == 1
