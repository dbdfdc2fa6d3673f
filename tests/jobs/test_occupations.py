"""An occupation's code comes from a source's words only where they leave no doubt; else an officer chooses."""

import pytest
from django.test import Client

from jobs.models import Occupation, Vacancy
from jobs.occupations import OccupationNames, suggestion_for
from portal.accounts.roles import Role
from tests.factories.accounts import MembershipFactory, log_in
from tests.factories.jobs import CostRuleFactory, OccupationFactory, VacancyFactory
from tests.jobs.test_import_of_vacancies import imported  # noqa: F401

pytestmark = pytest.mark.django_db
CODES = {
    "9111": ("Penata laksana rumah tangga", "Household cleaner"),
    "5321": ("Perawat lansia di panti", "Health-care assistant"),
    "5322": ("Perawat lansia di rumah", "Home-based personal carer"),
    "2221": ("Perawat", "Nurse"),
    "5120": ("Juru masak", "Cook"),
}


@pytest.fixture(autouse=True)
def _occupations():
    for code, (title, title_en) in CODES.items():
        OccupationFactory(isco08=code, title=title, title_en=title_en)


@pytest.mark.parametrize(
    ("said", "certain", "possible"),
    [
        ("Perawat", "2221", ("2221",)),  # the name itself
        ("  PEKERJA  rumah tangga", "9111", ("9111",)),  # a synonym that means one alone
        ("Cook", "5120", ("5120",)),
        ("Koki", None, ("5120",)),  # may be a chef
        ("Pengasuh lansia", None, ("5322", "5321")),  # at home or in an institution
        ("Perawat; pengasuh lansia", None, ()),
        ("Juru las", None, ()),  # no such occupation is recorded here
        ("", None, ()),
    ],
)
def test_a_name_gives_a_code_only_without_a_doubt(said, certain, possible):
    named = OccupationNames().of(said)

    assert (named.certain, set(named.possible)) == (certain, set(possible))


@pytest.mark.usefixtures("countries", "english")
def test_an_import_sets_the_certain_code_so_that_its_cost_rule_shows(imported, client):  # noqa: F811
    CostRuleFactory(occupation=Occupation.objects.get(pk="9111"))

    imported(
        {"title": "Satu", "occupation": "Pekerja rumah tangga"},
        {"title": "Dua", "occupation": "Pengasuh lansia"},
    )

    one, two = Vacancy.objects.order_by("title_key").reverse()
    assert (one.occupation_id, two.occupation_id) == ("9111", None)
    assert "By rule: Rp0" in client.get(f"/en{one.get_absolute_url().removeprefix('/en')}").text


@pytest.mark.usefixtures("english")
def test_an_officer_is_shown_what_the_words_may_mean_and_nothing_is_chosen_for_them():
    vacancy = VacancyFactory(occupation_as_published="Pengasuh lansia", state="draft")
    sentence = (
        "The source says: Pengasuh lansia. It may be: Health-care assistant (ISCO 5321); "
        "Home-based personal carer (ISCO 5322). Please choose."
    )
    officer = log_in(Client(headers={"host": "localhost"}), MembershipFactory(role=Role.BP3MI_OFFICER).user)

    assert suggestion_for(vacancy) == sentence
    assert sentence in officer.get(f"/en/petugas/lowongan/{vacancy.number}/").text
    form = officer.get(f"/en/petugas/lowongan/{vacancy.number}/ubah/").context["form"]
    assert (form["occupation"].help_text, form["occupation"].value()) == (sentence, None)
