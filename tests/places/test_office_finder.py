from datetime import timedelta

import pytest
from django.urls import reverse

from portal.lib.dates import WITA, today_in
from portal.places.models import Office, OfficeCoverage, Regency
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

URL = "/kantor/"


def names(response, key="offices"):
    return [office.name for office in response.context[key]]


def test_the_finder_has_its_address_in_both_languages(client):
    assert reverse("places:office_finder") == URL
    assert client.get(URL).status_code == client.get(f"/en{URL}").status_code == 200


def test_a_place_that_is_found_at_once_shows_the_offices_that_cover_it(client, places):
    response = client.get(URL, {"q": "raihat"})

    assert names(response) == ["Dinas ketenagakerjaan Kabupaten Belu", "BP3MI NTT"]
    assert names(response, "posts") == ["P4MI Atambua"]
    assert "WITA" in response.context["zone"]


def test_english_names_the_labour_office_in_english(client, places):
    assert names(client.get(f"/en{URL}", {"q": "raihat"}))[0] == "Labour office of Kabupaten Belu"


def test_a_name_that_means_several_places_asks_which_one_and_keeps_what_was_typed(client, places):
    html = client.get(URL, {"q": " Kupang "}).content.decode()

    assert 'value="Kupang"' in html
    assert html.count('type="radio"') == 2
    assert "checked" not in html


def test_the_chosen_place_is_shown(client, places):
    response = client.get(URL, {"q": "kupang", "q_untuk": "kupang", "q_kode": "53.71"})

    assert response.context["place"].path == "Kota Kupang, NTT"
    assert names(response)[0] == "Dinas ketenagakerjaan Kota Kupang"


def test_leaving_the_list_without_a_choice_is_said_to_be_so(client, places):
    first = client.get(f"/en{URL}", {"q": "kupang"})
    second = client.get(f"/en{URL}", {"q": "kupang", "q_untuk": "kupang"})

    assert "problem" not in first.context
    assert second.context["problem"] == "Choose the right place from the list."


def test_a_choice_made_for_another_text_is_not_taken(client, places):
    response = client.get(URL, {"q": "raihat", "q_untuk": "kupang", "q_kode": "53.71"})

    assert response.context["place"].path == "Kecamatan Raihat, Kabupaten Belu, NTT"


def test_a_code_that_does_not_exist_asks_again(client, places):
    for code in ("99.99", "53.99\n", "٥٣.٠٤", "x" * 9999, "53.71' OR 1=1"):
        response = client.get(URL, {"q": "kupang", "q_untuk": "kupang", "q_kode": code})

        assert (response.status_code, response.context["place"]) == (200, None)


def test_an_unknown_name_is_said_to_be_unknown(client, places):
    response = client.get(URL, {"q": "xyzzy"})

    assert response.context["place"] is None
    assert response.context["form"].has_error("q", "not_found")


@pytest.mark.parametrize("typed", ["%00", "%ED%A0%80", "%FF", "b" * 5000, "%D9%A3", "%0A", "&q_kode=53.71", "'%3B--"])
def test_nonsense_is_answered_with_the_page(client, places, typed):
    assert client.get(f"{URL}?q={typed}").status_code == 200


def test_what_was_typed_is_shown_as_text(client, places):
    html = client.get(URL, {"q": "<b>kupang"}).content.decode()

    assert "<b>kupang" not in html
    assert "&lt;b&gt;kupang" in html


def test_an_ended_office_and_an_ended_area_are_not_shown(client, places):
    yesterday = today_in(WITA) - timedelta(days=1)
    OfficeCoverage.objects.filter(office__code="bp3mi-ntt").update(valid_to=yesterday)
    Office.objects.filter(code="p4mi-atambua").update(valid_to=yesterday)

    response = client.get(URL, {"q": "raihat"})

    assert names(response) == ["Dinas ketenagakerjaan Kabupaten Belu"]
    assert names(response, "posts") == []


def test_what_nobody_checked_is_said_and_an_untested_telephone_is_not_printed(client, places):
    Office.objects.filter(code="bp3mi-ntt").update(phone="0380 123456", name_checked=True)
    OfficeCoverage.objects.filter(office__code="disnaker-5304").update(checked=True)

    response = client.get(f"/en{URL}", {"q": "raihat"})

    labour, bp3mi = response.context["offices"]
    assert labour.claims[:2] == ["Name of this office not checked yet.", "Area checked by an officer."]
    assert bp3mi.claims[:2] == [
        "Name checked by an officer.",
        "That it serves your area has not been checked yet.",
    ]
    assert (bp3mi.address, bp3mi.source) == ("Jalan Contoh 1", "Source: Koran, Mar 2024.")
    assert "0380 123456" not in response.content.decode()

    Office.objects.get(code="bp3mi-ntt").record_phone_call(user=UserFactory(), day=today_in(WITA))
    assert "0380 123456" in client.get(f"/en{URL}", {"q": "raihat"}).text

    Office.objects.filter(code="bp3mi-ntt").update(phone="0380 654321")
    assert "0380 654321" not in client.get(f"/en{URL}", {"q": "raihat"}).text


@pytest.mark.parametrize("count", [1, 10])
def test_the_finder_costs_the_same_for_any_number_of_offices(client, places, django_assert_num_queries, count):
    belu = Regency.objects.get(code="53.04")
    for number in range(count):
        office = Office.objects.create(code=f"ltsa-{number}", kind="ltsa", name=f"LTSA {number}", province_id="53")
        OfficeCoverage.objects.create(office=office, regency=belu)

    with django_assert_num_queries(3):
        response = client.get(URL, {"q": "raihat"})

    assert len(response.context["offices"]) == count + 2


def test_a_list_of_places_is_no_mistake_in_the_title(client, places):
    def title(**query):
        return client.get(f"/en{URL}", query).content.decode().split("<title>")[1].split("</title>")[0].strip()

    assert title(q="kupang").startswith("kupang: ")
    assert title(q="nowhere at all").startswith("Error: ")
