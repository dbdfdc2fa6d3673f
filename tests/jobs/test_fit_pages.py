"""Five questions and their answer: shown to whoever asks, kept nowhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.jobs import VacancyFactory

pytestmark = pytest.mark.django_db

ANSWERS = {"pendidikan": "SMP", "bahasa": "", "tingkat": "", "kerja": "", "lama": "0", "usia": "24", "negara": ""}


def ask(client, address="/en/lowongan/cocok/", **answers):
    return client.post(address, ANSWERS | answers)


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_answer_names_each_vacancy_with_what_fits_and_what_is_missing(client):
    VacancyFactory(title="Operator", title_en="Operator", education_min="SMA", age_min=21, age_max=40)

    page = text_of(ask(client))

    assert "<b>Still missing:</b> Senior secondary school at least." in page
    assert "<b>Fits:</b> Age 21 to 40: you are within." in page
    assert "Not stated: language, experience." in page


def test_what_was_answered_stands_in_the_form_and_nowhere_else(client):
    VacancyFactory(age_min=None, age_max=None)

    one, other = (ask(client, usia=age) for age in ("37", "41"))

    # Whatever else holds these digits by chance holds them in both.
    assert 'value="37"' in text_of(one)
    assert text_of(one).replace('value="37"', 'value="41"') == text_of(other)
    assert not one.cookies
    assert "no-store" in one["Cache-Control"]


def test_answers_in_an_address_are_not_read(client):
    VacancyFactory()

    response = client.get("/en/lowongan/cocok/", ANSWERS)

    assert not response.context["form"].is_bound
    assert response.context["matches"] == []


def test_a_wrong_answer_is_named_and_the_others_are_kept(client):
    response = ask(client, usia="9", pendidikan="S1", bahasa="xx")

    assert sorted(response.context["form"].errors) == ["bahasa", "usia"]
    assert "Write your age in years" in text_of(response)
    assert 'value="S1" selected' in text_of(response)


def test_where_nothing_fits_the_nearest_office_is_the_way_on(client):
    VacancyFactory(age_max=20)

    page = text_of(ask(client, usia="45"))

    assert "Nothing fits these answers yet" in page
    assert reverse("places:office_finder") in page


def test_only_countries_with_open_vacancies_can_be_wished(client):
    VacancyFactory()

    choices = [code for code, _name in client.get("/lowongan/cocok/").context["form"].fields["negara"].choices]

    assert choices == ["", "TW"]


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_for_any_number(client, count):
    VacancyFactory.create_batch(count, checked=True)

    with CaptureQueriesContext(connection) as queries:
        response = ask(client)

    assert len(response.context["matches"]) == min(count, 10)
    assert len(queries) == 13


def test_one_vacancy_says_whether_it_fits(client):
    vacancy = VacancyFactory(education_min="S1")
    address = f"/en/lowongan/{vacancy.number}/cocok/"

    assert "Not yet: something is missing" in text_of(ask(client, address))
    assert "As far as is stated, it fits" in text_of(ask(client, address, pendidikan="S1"))


def test_a_vacancy_that_is_over_says_so_before_the_answer(client):
    vacancy = VacancyFactory(closed=True)

    page = text_of(ask(client, f"/en/lowongan/{vacancy.number}/cocok/"))

    assert page.index("You can&#x27;t apply" if "&#x27;t apply" in page else "You can't apply") < page.index("it fits")


def test_a_number_of_no_vacancy_is_no_page(client):
    assert ask(client, "/lowongan/L-2222-2222-2/cocok/").status_code == 404
    assert client.get("/lowongan/xyz/cocok/").status_code == 404


def test_a_number_typed_in_another_way_leads_to_the_same_question(client):
    vacancy = VacancyFactory()

    response = client.get(f"/lowongan/{vacancy.number.lower().replace('-', '')}/cocok/")

    assert (response.status_code, response["Location"]) == (302, f"/lowongan/{vacancy.number}/cocok/")


def test_a_title_never_takes_the_place_of_a_page(client):
    vacancy = VacancyFactory(title="Cocok")

    assert vacancy.get_absolute_url() == f"/lowongan/{vacancy.number}/lowongan/"
    assert client.get(vacancy.get_absolute_url()).status_code == 200
