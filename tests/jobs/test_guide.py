"""The guide says what the tables say, in both languages, and what nobody checked says so."""

import gzip
import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from jobs.choices import CostComponent, Paper, Scheme
from jobs.guide.reading import pages, papers, schemes
from portal.lib.dates import WIB, today_in
from portal.places.models import PublicContact
from tests.factories.accounts import UserFactory
from tests.factories.jobs import CostRuleFactory, DestinationFactory, PaperRuleFactory, ValidityRuleFactory
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
        reverse("guide:papers"),
        *(reverse("guide:paper", args=[slug]) for slug in papers()),
    ]


def words():
    for page in pages().values():
        yield from (page.title, page.lead, *(part.title for part in page.parts))
        yield from (point.text for part in page.parts for point in part.points)
    for scheme in schemes().values():
        yield from (scheme.lead, *(point.text for point in scheme.facts), *(point.term for point in scheme.facts))
    for paper in papers().values():
        lists = (paper.why, paper.where, paper.cost, paper.validity, paper.care)
        yield from (point.text for points in lists for point in points)


def test_every_paper_has_its_page_in_the_order_in_which_papers_fall_due():
    assert [page.paper for page in papers().values()] == list(Paper)
    assert all(page.why and page.where for page in papers().values())


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


@pytest.mark.parametrize("address", ["/panduan/tidak-ada/", "/panduan/jalur/tidak-ada/", "/panduan/surat/tidak-ada/"])
def test_what_is_no_page_of_the_guide_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_former_address_of_the_offices_leads_on_with_its_question(client, language):
    page = client.get(f"{language}/panduan/kantor/?q=Raihat")

    assert (page.status_code, page.url) == (301, f"{language}/kantor/?q=Raihat")


# The papers, one by one -----------------------------------------------------------------------------
def read(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_a_paper_says_what_the_rules_say_of_it_and_whether_somebody_checked_them(client):
    PaperRuleFactory(paper="skck", need="if_asked")
    PaperRuleFactory(paper="skck", need="if_asked", scheme="RE_ENTRY", is_checked=True)
    PaperRuleFactory(paper="skck", scheme="UKPS", sex="female", due="visa", issuer="Polri", issuer_en="Police")
    ValidityRuleFactory()
    CostRuleFactory(component="skck")

    page = read(client, "/en/panduan/surat/skck/")

    asked = page.split("If the order asks")[1].split("</dl>")[0]
    assert '<a href="/en/panduan/jalur/lewat-perusahaan/">Through a placement company</a>' in asked
    assert "Law 18/2017, article 13. Kementerian Contoh, 2017. Not checked yet." in asked
    assert asked.count("Not checked yet.") == 1
    women = page.split("<dt>Needed</dt>")[1].split("</div>")[0]
    assert ">Transfer within the own company (woman)</a>" in women
    assert "<small>Before the visa is applied for. Given out by: Police. Law" in women
    assert "Counts for 6 months from the day it was issued." in page
    assert "Rp0 for you in: All work." in page


def test_of_what_nobody_recorded_a_paper_says_so(client):
    PaperRuleFactory(paper="skck", source_name="", source_date="")
    ValidityRuleFactory(source_name="", source_date="")
    CostRuleFactory(component="passport")

    page = read(client, "/en/panduan/surat/skck/")

    assert "Which way needs it is not recorded here." in page
    assert "How long it counts is not recorded here." in page
    assert "The cost is not recorded here." in page and "Rp0" not in page


def test_papers_a_scheme_asks_for_stand_on_its_page_and_lead_to_theirs(client):
    PaperRuleFactory(paper="passport")

    assert 'href="/panduan/surat/paspor/"' in read(client, "/panduan/jalur/lewat-perusahaan/")
    assert 'href="/panduan/surat/paspor/"' not in read(client, "/panduan/jalur/perseorangan/")
