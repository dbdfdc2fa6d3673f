"""Which vacancies fit a person, and what is still missing: gaps come from what is asked, never from what is unknown."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs import language_needs
from jobs.matching import MOST, Person, Skill, compare, propose
from jobs.models import SearchWord
from portal.lib.dates import WIB, today_in
from tests.factories.jobs import AgeRuleFactory, DestinationFactory, VacancyFactory
from tests.factories.places import CountryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TODAY = date(2026, 11, 22)


def match(person, *, groups=(), day=TODAY, rules=(), **facts):
    return compare(person, VacancyFactory.build(destination=None, **facts), day, rules=rules, groups=groups)


def gaps(person, **facts):
    return [gap.sentence for gap in match(person, **facts).gaps]


@pytest.mark.parametrize(
    ("owned", "expected"),
    [("SMP", ["Senior secondary school at least."]), ("SMA", []), ("S1", []), ("", [])],
)
def test_lower_schooling_is_a_gap_and_schooling_that_was_not_told_is_none(owned, expected):
    assert gaps(Person(education=owned), education_min="SMA") == expected


@pytest.mark.parametrize(("words", "is_field"), [("", False), ("SMA/SMK", False), ("D3 Keperawatan", True)])
def test_a_field_of_study_is_compared_by_the_person(words, is_field):
    found = match(Person(education="S1"), education_min="SMA", education_as_published=words)

    assert found.fits_now
    assert bool(found.open_points) == is_field


def test_what_the_order_leaves_out_is_not_stated_and_never_a_gap():
    found = match(Person(education="SD", languages=(), experience={}, age=30))

    assert found.gaps == ()
    assert found.not_stated == ("education", "language", "experience", "age")


@pytest.mark.parametrize(
    ("skills", "expected"),
    [
        ((), ["Japanese N4 / A2 is still missing."]),
        ((Skill("ja"),), ["Japanese N4 / A2 is still missing."]),
        ((Skill("ja", "N5"),), ["Japanese N4 / A2 is still missing."]),
        ((Skill("ja", "N4"),), []),
        ((Skill("ja", "N2"),), []),
        ((Skill("ja", "A2"),), []),
        ((Skill("ko", "EPS-TOPIK"),), ["Japanese N4 / A2 is still missing."]),
    ],
)
def test_a_language_asked_at_a_level_is_a_gap_until_one_of_its_certificates_is_there(skills, expected):
    assert gaps(Person(languages=skills), language_requirement="JLPT N4 / JFT A2") == expected


def test_a_certificate_of_another_kind_is_compared_by_nobody_here():
    found = match(Person(languages=(Skill("ja", "A2"),)), language_requirement="Jepang N4")

    assert found.gaps == ()
    assert found.open_points == ("Japanese: ask whether your certificate counts for N4.",)


def test_a_language_that_is_taught_first_is_no_gap():
    found = match(Person(languages=()), language_requirement="Bahasa Mandarin (pelatihan)")

    assert found.gaps == ()
    assert found.reasons == ("Mandarin: you are trained first, says the source.",)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Jepang N4", [("ja", ("N4",))]),
        ("Jerman B1 (dilatih), lanjut B2", [("de", ("B1",))]),
        ("EPS-TOPIK", [("ko", ("EPS-TOPIK",))]),
        ("Bahasa Inggris/lokal", [("en", ())]),
        ("Tidak wajib saat daftar", []),
    ],
)
def test_languages_are_read_from_the_words_of_the_source(words, expected):
    assert [(need.code, need.levels) for need in language_needs.read(words).each] == expected


def test_of_two_languages_one_is_enough_only_where_the_source_says_or():
    english = Person(languages=(Skill("en"),))

    assert gaps(english, language_requirement="Inggris atau Arab") == []
    assert gaps(english, language_requirement="Inggris dan Arab") == ["Arabic is still missing."]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person(age=17), "gap"),
        (Person(age=19), "gap"),  # 20 at most on the closing date
        (Person(age=20), "open"),  # has a birthday in between, or not
        (Person(age=21), "fits"),
        (Person(born=date(2005, 12, 15)), "fits"),  # 21 on the very day
        (Person(born=date(2005, 12, 16)), "gap"),
        (Person(birth_year=2005), "open"),
    ],
)
def test_the_lowest_age_counts_on_the_closing_date(person, expected):
    found = match(person, age_min=21, closes_on=date(2026, 12, 15))

    assert ("gap" if found.gaps else "open" if found.open_points else "fits") == expected
    if found.gaps:
        assert found.gaps[0].sentence == "At least 21 years old on the closing date, 15 Dec 2026."


def test_who_is_too_old_on_the_closing_date_is_told_and_no_effort_changes_it():
    found = match(Person(born=date(1991, 12, 1)), age_max=34, closes_on=date(2026, 12, 15))

    assert [gap.can_close for gap in found.gaps] == [False]
    assert match(Person(born=date(1991, 12, 31)), age_max=34, closes_on=date(2026, 12, 15)).fits_now


def test_nobody_younger_than_the_rule_fits_even_where_the_order_names_no_age_or_a_lower_one():
    rules, expected = [AgeRuleFactory.build()], ["At least 18 years old today; the closing date is not stated."]

    assert gaps(Person(age=16), rules=rules) == gaps(Person(age=17), rules=rules, age_min=16) == expected
    assert gaps(Person(age=19), rules=rules, age_min=21)[0].startswith("At least 21")
    assert gaps(Person(age=16)) == []


def test_an_age_of_one_kind_of_work_binds_that_work_alone():
    rules = [AgeRuleFactory.build(), AgeRuleFactory.build(min_age=21, employer_kind="household")]

    assert gaps(Person(age=18), rules=rules, employer_kind="corporate") == []
    assert gaps(Person(age=18), rules=rules, employer_kind="household")[0].startswith("At least 21")


def test_a_rule_about_ages_that_ended_binds_nobody():
    AgeRuleFactory(valid_to=today_in(WIB) - timedelta(days=1))
    VacancyFactory()

    (_vacancy, found), *_rest = propose(Person(age=16), today_in(WIB))

    assert found.gaps == ()


def test_experience_counts_in_the_work_of_the_vacancy_alone():
    cook = Person(experience={"hospitality": 36})

    assert match(cook, groups=("hospitality",), experience_months=24).fits_now
    assert gaps(cook, groups=("care",), experience_months=24) == ["2 years of experience missing (asked: 2 years)."]
    assert gaps(cook, groups=("hospitality",), experience_months=42) == [
        "6 months of experience missing (asked: 42 months)."
    ]
    assert match(cook, experience_months=24).open_points == ("Experience asked: 2 years in this work.",)


def test_an_order_for_women_alone_is_out_of_reach_for_a_man():
    assert match(Person(sex="male"), quota_male=0, quota_female=5).is_out_of_reach
    assert match(Person(sex="male"), quota_total=5, quota_female=5).is_out_of_reach
    assert match(Person(sex="female"), quota_total=5, quota_female=5).fits_now
    assert match(Person(sex="male"), quota_total=5).fits_now


def titles(person):
    return [vacancy.title for vacancy, _match in propose(person, today_in(WIB))]


def test_what_fits_now_comes_first_then_the_smallest_gap():
    person = Person(education="SMP", languages=(), experience={}, age=30)
    VacancyFactory(title="Needs a degree", education_min="S1")
    VacancyFactory(title="Needs Japanese", language_requirement="Jepang N4")
    VacancyFactory(title="Fits", education_min="SMP")
    VacancyFactory(title="Says nothing")
    VacancyFactory(title="Is over", education_min="SMP", closed=True)

    assert titles(person) == ["Fits", "Says nothing", "Needs Japanese", "Needs a degree"]


def test_what_no_effort_would_change_is_not_proposed():
    VacancyFactory(title="For the young", age_max=29)
    VacancyFactory(title="For women", quota_male=0, quota_female=4)

    assert titles(Person(age=30, sex="male")) == []


def test_only_wished_countries_are_proposed():
    japan = DestinationFactory(country=CountryFactory(iso2="JP", name="Jepang", name_en="Japan"), open=True)
    VacancyFactory(title="In Japan", destination=japan)
    VacancyFactory(title="In Taiwan")

    assert titles(Person(countries=("JP",))) == ["In Japan"]


def test_work_somebody_knows_comes_before_other_work_that_fits():
    SearchWord.objects.create(phrase="juru las", means="welder", group="building")
    VacancyFactory(title="Juru las", occupation_as_published="")
    VacancyFactory(title="Perawat", occupation_as_published="")

    (first, found), _second = propose(Person(experience={"building": 24}), today_in(WIB))

    assert (first.title, found.reasons) == ("Juru las", ("You know this work: Building and technical work.",))


def test_a_fit_is_found_behind_many_newer_vacancies_that_do_not():
    VacancyFactory.create_batch(40, education_min="S1")
    VacancyFactory(title="Fits", education_min="SD", source_from=today_in(WIB) - timedelta(days=200))

    assert titles(Person(education="SMP", age=30))[0] == "Fits"


@pytest.mark.parametrize("count", [1, 30])
def test_proposals_cost_the_same_for_any_number(count):
    VacancyFactory.create_batch(count, checked=True)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = propose(Person(education="SMA", languages=(), experience={}, age=30), today_in(WIB))

    assert len(found) == min(count, MOST)
    assert len(queries) == 9
