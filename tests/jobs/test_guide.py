"""The guide says what the tables say, in both languages, and what nobody checked says so."""

import gzip
import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from jobs.choices import CostComponent, Scheme
from jobs.guide.reading import pages, schemes
from portal.lib.dates import WIB, today_in
from portal.places.models import PublicContact
from tests.factories.accounts import UserFactory
from tests.factories.jobs import DestinationFactory
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db
LATER_VIEW = 6000  # bytes gzip; the stylesheet is in the browser's cache by then


@pytest.fixture(autouse=True)
def _malaysia(db):
    DestinationFactory(country=CountryFactory(iso2="MY"))


def addresses():
    return [
        reverse("guide:index"),
        *(reverse("guide:page", args=[slug]) for slug in pages()),
        *(reverse("guide:scheme", args=[slug]) for slug in schemes()),
    ]


def words():
    for page in pages().values():
        yield from (page.title, page.lead, *(part.title for part in page.parts))
        yield from (point.text for part in page.parts for point in part.points)
    for scheme in schemes().values():
        yield from (scheme.lead, *(point.text for point in scheme.facts), *(point.term for point in scheme.facts))
        yield from (text for station in scheme.stations for text in station)


def test_every_scheme_but_the_seafarers_has_its_page():
    assert {page.scheme for page in schemes().values()} == set(Scheme) - {Scheme.SEAFARER}


def test_each_text_stands_in_both_languages():
    proper_names = {"Penempatan", "SIP2MI", "BPJS Ketenagakerjaan."}

    assert all(text.id and text.en for text in words())
    assert [text.id for text in words() if text.id == text.en and text.id not in proper_names] == []


@pytest.mark.parametrize("address", addresses())
def test_a_page_is_light(client, address):
    page = client.get(address)

    assert page.status_code == 200
    assert len(gzip.compress(page.content)) <= LATER_VIEW


def test_what_nobody_compared_says_so(client):
    page = client.get("/en/panduan/jalur/jepang-ssw/").content.decode()

    assert re.search(r"JFT-Basic A2 or JLPT N4, and a skill test\.<small>Not checked yet\.</small>", page)
    assert "COE from Japan.<small>Source: BP3MI Sumatera Barat.</small>" in page


def test_the_components_come_from_the_table_of_costs(client):
    page = client.get("/en/panduan/biaya/").content.decode()

    shown = re.findall(r"<li>([^<]+)</li>", page.split("The 14 components")[1].split("</ol>")[0])
    with translation.override("en"):
        labels = [escape(str(component.label)) for component in CostComponent if component != CostComponent.OTHER]
    assert len(shown) == 14
    assert shown == labels


def test_only_a_contact_that_somebody_called_is_printed(client):
    tried, untried = (
        PublicContact.objects.create(code=code, name=code, number=number, reach="home")
        for code, number in (("teruji", "0800-1111"), ("belum", "0800-2222"))
    )
    tried.record_test(user=UserFactory(), day=today_in(WIB))

    page = client.get("/panduan/bila-ada-masalah/").content.decode()

    assert (tried.number in page, untried.number in page) == (True, False)


@pytest.mark.parametrize("address", ["/panduan/tidak-ada/", "/panduan/jalur/tidak-ada/"])
def test_what_is_no_page_of_the_guide_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_former_address_of_the_offices_leads_on_with_its_question(client, language):
    page = client.get(f"{language}/panduan/kantor/?q=Raihat")

    assert (page.status_code, page.url) == (301, f"{language}/kantor/?q=Raihat")
