"""What a draft of a rule would change, told before anybody publishes it, and what the public reads of all rules."""

import pytest
from django.utils.translation import override

from jobs.choices import CostStance, EmployerKind
from jobs.guards import age_is_lawful
from jobs.models import AgeRule, CostRule, PlacementRule, RuleDraft, VacancySearch
from jobs.rules_room import effects, kinds, services
from tests.factories.jobs import (
    CostItemFactory,
    CostRuleFactory,
    DestinationFactory,
    OrderFactory,
    PaperRuleFactory,
    PlacementRuleFactory,
    VacancyFactory,
    days_ago,
)
from tests.factories.places import CountryFactory
from tests.jobs.rules_desk import a_ban, decree, effect, handed_in, keeper, page, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
RULES = "/en/aturan/"


@pytest.fixture
def drafter():
    return keeper()


def test_a_draft_changes_nothing_and_its_preview_is_rolled_back(drafter, client):
    vacancies = VacancyFactory.create_batch(3)
    VacancyFactory(destination=None)
    draft = handed_in(drafter, page("new", "placement"), a_ban(vacancies[0].destination))

    assert effect(drafter, draft) == {
        "Vacancies the public sees as open": ("3", "0"),
        "of these leave the public list": ("–", "3"),
        "Page of Taiwan": ("Open", "Closed"),
    }
    assert PlacementRule.objects.get().valid_to is None
    assert client.get(vacancies[0].destination.get_absolute_url()).context["page"]["law"].label == "Open"
    assert VacancySearch.objects.on_shelves(days_ago(0)).count() == 3


def test_the_preview_of_an_opening_counts_what_comes_in(drafter):
    destination = DestinationFactory()
    VacancyFactory(destination=destination, employer_kind=EmployerKind.HOUSEHOLD)
    destination.rules.update(valid_to=days_ago(2))
    drafter.post(page("new", "placement"), a_ban(destination, action="open", employer_kind="household"))

    shown = effect(drafter, RuleDraft.objects.get())

    assert shown["come to the public list"] == ("–", "1")
    assert shown["Page of Taiwan"] == ("Not opened yet", "Partly open")


def test_the_preview_of_a_cost_rule_counts_what_cards_say(drafter):
    VacancyFactory()
    CostItemFactory(vacancy=VacancyFactory(), payer="CANDIDATE", component="visa")
    drafter.post(page("new", "cost"), decree(destination="", occupation="", component="", stance="zero"))

    shown = effect(drafter, RuleDraft.objects.get())

    assert shown["that print Rp0 by rule"] == ("0", "1")
    assert shown["that ask for money against a rule"] == ("0", "1")
    assert not CostRule.objects.exists()


def test_a_later_app_registers_its_rules_by_one_entry(drafter, client):
    seen = effects.Effect(
        lambda vacancies, rule, day: 118, lambda before, after: [effects.EffectRow("Cases", "0", str(after))]
    )
    placement = kinds.kind_of("placement")
    kinds.register(
        kinds.RuleKind(
            code="papers", label="Papers", model=CostRule, form=kinds.kind_of("cost").form, case=("destination_id",),
            describe=lambda rule: "A paper is needed.", vacancies=lambda rule: None, effects=(seen,),
        )
    )  # fmt: skip
    try:
        rule = CostRuleFactory(destination=DestinationFactory(open=True))
        drafter.post(page("new", "papers"), decree(destination=rule.destination_id, stance="zero"))
        assert effect(drafter, RuleDraft.objects.get()) == {"Cases": ("0", "118")}
        assert "New rule: Papers" in drafter.get(page("rules")).text
        assert "A paper is needed." in client.get(RULES).text
    finally:
        kinds.unregister("papers")
    assert kinds.every_kind()[0] == placement


def test_an_age_is_drafted_previewed_and_binds_once_a_second_person_published_it(drafter, client):
    order = OrderFactory(age_min=17, proven=True)
    VacancyFactory(age_min=17)
    assert age_is_lawful(order) == ""
    assert shown_at(client, 17) == 1

    facts = decree(destination="", employer_kind="", occupation="", min_age="18")
    draft = handed_in(drafter, page("new", "age"), facts)
    assert effect(drafter, draft)["that seek younger people than allowed"] == ("0", "1")
    publish(keeper(), draft)

    assert "All work: from 18 years on." in drafter.get(page("rules")).text
    assert "the rule says 18" in age_is_lawful(order)
    assert (shown_at(client, 17), shown_at(client, 18)) == (0, 1)

    ending = page("end", "age", AgeRule.objects.get().pk)
    publish(keeper(), handed_in(drafter, ending, decree()))
    assert shown_at(client, 17) == 1


def test_filters_of_very_many_vacancies_follow_after_the_publishing(
    drafter, client, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(services, "AT_ONCE", 0)
    VacancyFactory(age_min=17)
    draft = handed_in(
        drafter, page("new", "age"), decree(destination="", employer_kind="", occupation="", min_age="18")
    )

    with django_capture_on_commit_callbacks(execute=True):
        publish(keeper(), draft)
        assert shown_at(client, 17) == 1
    assert shown_at(client, 17) == 0

    ending = handed_in(drafter, page("end", "age", AgeRule.objects.get().pk), decree())
    with django_capture_on_commit_callbacks(execute=True):
        publish(keeper(), ending)
    assert shown_at(client, 17) == 1


def shown_at(client, age):
    return len(client.get("/lowongan/", {"usia": age}).context["cards"])


def test_a_paper_and_how_long_it_counts_are_published_by_two_people(drafter, client):
    second = keeper()
    for kind, facts in (
        ("paper", {"scheme": "P_TO_P", "paper": "skck", "need": "required", "due": "visa"}),
        ("validity", {"paper": "skck", "scheme": "P_TO_P", "months": "6", "counted": "from_issue"}),
    ):
        publish(second, handed_in(drafter, page("new", kind), decree(**facts)))

    told = client.get("/en/panduan/surat/skck/").text

    assert "Through a placement company: counts for 6 months from the day it was issued." in told
    assert "Keputusan Contoh 12/2026, article 3" in told and "Not checked yet" not in told.split("Who needs it")[1]


def test_a_paper_rule_for_some_people_names_them_and_previews_their_papers(drafter):
    general, vacancy = PaperRuleFactory(paper="skck", need="if_asked"), VacancyFactory(scheme="P_TO_P")
    VacancyFactory(scheme="P_TO_P", destination=DestinationFactory(country=CountryFactory(iso2="JP")))
    facts = {"scheme": "P_TO_P", "paper": "skck", "need": "required", "due": "visa", "issuer": "Polri", "sex": "female"}
    narrow = {"destination": vacancy.destination.pk, "age_min": "18", "age_max": "24", "cost": "Rp30.000"}

    draft = handed_in(drafter, page("new", "paper"), decree(**facts, **narrow))

    assert effect(drafter, draft) == {
        "Papers needed under this scheme": ("0", "1"),
        "asked for by some orders": ("1", "0"),
        "Open vacancies it speaks of": ("1", "1"),
    }
    assert "Rp30.000" in drafter.get(page("draft", draft.pk)).text
    publish(keeper(), draft)
    line = drafter.get(page("rules") + "?jenis=paper&negara=TW").context["lines"][0]
    assert line.sentence == (
        "Needed: police record letter (SKCK). For: Taiwan, woman, from 18 to 24 years."
        " Due before the visa is applied for. Given out by: Polri."
    )
    general.refresh_from_db()
    assert (general.valid_to, general.withdrawn_on) == (None, None)


@pytest.mark.parametrize(
    "wrong", [{"due": ""}, {"age_min": "30", "age_max": "20"}, {"age_max": "999"}, {"cost_en": "Free"}]
)
def test_a_paper_rule_is_written_whole(drafter, wrong):
    facts = {"scheme": "P_TO_P", "paper": "skck", "need": "required", "due": "visa"}

    assert drafter.post(page("new", "paper"), decree(**facts | wrong)).status_code == 200
    assert not RuleDraft.objects.exists()


def test_what_nobody_read_in_a_source_stands_in_the_room_and_not_before_the_public(drafter, client):
    PaperRuleFactory(scheme="UKPS", source_name="", source_date="")

    address = "?jenis=paper"
    assert client.get(RULES + address).context["lines"] == []
    assert len(drafter.get(page("rules") + address).context["lines"]) == 1


def test_public_rules_are_paged_by_key_and_of_one_country(client, drafter):
    with override("id"):
        for number in range(60):
            PlacementRuleFactory(valid_from=days_ago(200 - 2 * number), valid_to=days_ago(199 - 2 * number))
    CostRuleFactory(stance=CostStance.ZERO)

    first = client.get(RULES).context
    rest = client.get(RULES + first["next_address"]).context

    assert (len(first["lines"]), len(rest["lines"]), rest["next_address"]) == (50, 11, "")
    assert not {line.key for line in first["lines"]} & {line.key for line in rest["lines"]}
    days = [line.changed_on for line in first["lines"]]
    assert days == sorted(days, reverse=True)
    assert {line.iso2 for line in client.get(RULES + "?negara=TW").context["lines"]} == {"TW"}
    assert client.get(RULES + "?negara=zz&sesudah=%00").status_code == 200
