"""Papers under a scheme: from rules with a source, never from memory."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from jobs.choices import DueStep
from jobs.models import PaperRule
from jobs.papers import papers_of, papers_under, told_of
from jobs.reference import _read
from jobs.requirements import Case, papers_asked
from portal.lib.dates import WIB, today_in
from tests.factories.jobs import DestinationFactory, PaperRuleFactory, VacancyFactory
from tests.factories.places import CountryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def papers(scheme="P_TO_P"):
    return papers_of(VacancyFactory.build(scheme=scheme, destination=None), today_in(WIB))


def names(papers):
    return [paper.name for paper in papers]


def test_papers_stand_in_the_order_in_which_they_fall_due():
    PaperRuleFactory(paper="photo")
    PaperRuleFactory(paper="ktp")
    PaperRuleFactory(paper="skck", need="if_asked")

    found = papers()

    assert names(found.needed) == ["Identity card (e-KTP)", "Photo"]
    assert names(found.if_asked) == ["Police record letter (SKCK)"]
    assert [paper.address for paper in found.if_asked] == ["/en/panduan/surat/skck/"]
    assert "Law 18/2017, article 13" in found.basis
    assert not found.is_checked


def test_a_rule_without_source_is_shown_only_when_officers_checked_it():
    rule = PaperRuleFactory(source_name="", source_date="")
    assert papers() is None

    PaperRule.objects.filter(pk=rule.pk).update(is_checked=True)
    assert names(papers().needed) == ["Identity card (e-KTP)"]


def test_a_rule_that_ended_asks_for_nothing():
    PaperRuleFactory(valid_to=today_in(WIB) - timedelta(days=1))

    assert papers() is None


@pytest.mark.parametrize("scheme", ["", "G_TO_P", "SEAFARER"])
def test_of_a_scheme_that_nobody_recorded_nothing_is_claimed(client, scheme):
    PaperRuleFactory()
    vacancy = VacancyFactory(scheme=scheme)

    page = " ".join(client.get(vacancy.get_absolute_url()).content.decode().split())

    assert papers(scheme) is None
    assert "Ask the nearest office" in page.split('id="surat"')[1].split("</p>")[0]


def test_two_rules_never_speak_of_one_paper_on_the_same_day():
    PaperRuleFactory()

    with pytest.raises(IntegrityError, match="paper_rules_for_one_case_do_not_overlap"):
        PaperRuleFactory(need="if_asked")


def test_rules_for_other_people_stand_beside_each_other_and_those_for_the_same_do_not():
    japan = DestinationFactory(country=CountryFactory(iso2="JP"))
    PaperRuleFactory()
    for one in ({"destination": japan}, {"sex": "female"}, {"marital": "married"}, {"age_max": 30}, {"age_min": 31}):
        PaperRuleFactory(**one)

    with pytest.raises(IntegrityError, match="paper_rules_for_one_case_do_not_overlap"):
        PaperRuleFactory(age_min=20, age_max=40)


def test_a_narrower_rule_wins_in_the_order_that_is_written_down():
    case = Case(scheme="P_TO_P", destination_id=1, isco08="2221", marital="married", sex="female", age=24)
    general, *narrow = (
        {}, {"age_min": 18, "age_max": 24}, {"sex": "female"}, {"marital": "married"}, {"sex": "female", "marital": "married"},
        {"occupation_id": "2221"}, {"destination_id": 1}, {"destination_id": 1, "age_min": 24},
    )  # fmt: skip
    rules = [PaperRuleFactory.build(**facts) for facts in (general, *narrow)]
    others = [{"age_max": 23}, {"sex": "male"}, {"destination_id": 2}, {"scheme": "UKPS"}]
    others = [PaperRuleFactory.build(**facts) for facts in others]

    winners = [papers_asked([*reversed(rules[: count + 1]), *others], case)["ktp"] for count in range(len(rules))]

    assert winners == rules
    assert papers_asked(rules, Case(scheme="P_TO_P")) == {"ktp": rules[0]}


def test_without_a_way_that_is_needed_which_each_recorded_way_needs():
    rules = [
        PaperRuleFactory.build(scheme=scheme, paper=paper, need=need)
        for scheme, paper, need in (
            ("G_TO_G", "ktp", "required"), ("P_TO_P", "ktp", "required"), ("P_TO_P", "marital", "required"),
            ("G_TO_G", "marital", "if_asked"), ("RE_ENTRY", "leave_letter", "required"),
        )
    ]  # fmt: skip

    assert {paper: rule.scheme for paper, rule in papers_asked(rules, Case()).items()} == {"ktp": "P_TO_P"}
    assert papers_asked([], Case()) == {}


def test_a_vacancy_prints_what_its_country_asks_for_and_a_scheme_only_what_all_do():
    vacancy = VacancyFactory(scheme="P_TO_P")
    PaperRuleFactory(paper="skck", need="if_asked")
    PaperRuleFactory(paper="visa", due="opp")
    PaperRuleFactory(paper="photo")
    PaperRuleFactory(paper="skck", destination=vacancy.destination, due="visa")
    day = today_in(WIB)

    found = papers_of(vacancy, day)

    assert [(due, names(papers)) for due, papers in found.needed_by_step] == [
        ("before the visa is applied for", ["Police record letter (SKCK)"]),
        ("before the orientation (OPP)", ["Work visa"]),
        ("", ["Photo"]),
    ]
    general = papers_under("P_TO_P", day)
    assert (names(general.needed), names(general.if_asked)) == (["Work visa", "Photo"], ["Police record letter (SKCK)"])


def test_what_a_rule_does_not_tell_the_guide_does():
    own = told_of("ktp", PaperRuleFactory.build(why="Untuk visa", why_en="For the visa"))

    assert own.why == "For the visa"
    assert own.where == "The civil registry (Dukcapil) of the regency or city."
    assert own.cost == ""


def test_the_packaged_rules_leave_no_scheme_of_the_table_out():
    rows = _read("papers.csv")

    assert {row["scheme"] for row in rows} == {
        "G_TO_G", "P_TO_P", "UKPS", "PERSEORANGAN", "SSW_MANDIRI", "RE_ENTRY",
    }  # fmt: skip
    assert {row["scheme"] for row in rows if not row["source_name"]} == {"UKPS"}
    assert {row["due"] for row in rows} - {""} <= set(DueStep)
