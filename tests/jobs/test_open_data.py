"""Feeds, sitemaps, robots and postings: what others take away of the vacancies, and what they never get."""

import json
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse

from jobs import sitemap
from jobs.models import Vacancy
from portal.lib.dates import WIB, today_in
from tests.factories.jobs import (
    CompanyStatementFactory,
    DestinationFactory,
    EmployerFactory,
    OccupationFactory,
    PlacementCompanyFactory,
    VacancyFactory,
    days_ago,
)
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def atom(client, address="/feeds/lowongan.atom"):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ET.fromstring(answer.content)  # noqa: S314 - our own


def titles(client, query=""):
    return [
        entry.findtext(f"{ATOM}title") for entry in atom(client, f"/feeds/lowongan.atom{query}").iter(f"{ATOM}entry")
    ]


@pytest.mark.parametrize("sign", ["\x0b", "\x1b", "\ufffe", "\uffff"])
def test_a_sign_that_xml_cannot_carry_ends_no_feed(client, sign):
    VacancyFactory(title=f"Juru{sign}las", city=f"Tai{sign}pei")

    assert titles(client) == ["Juru las"]
    assert atom(client, f"/feeds/lowongan.atom?q={quote(sign)}") is not None


def test_the_newest_stand_first_checked_or_not(client):
    VacancyFactory(title="Lama", source_from=days_ago(60))
    VacancyFactory(title="Tengah", source_from=days_ago(20), checked=True)
    VacancyFactory(title="Baru", source_from=days_ago(2))
    VacancyFactory(title="Arsip", old=True)

    feed = client.get("/feeds/lowongan.json").json()

    assert [item["title"] for item in feed["items"]] == titles(client) == ["Baru", "Tengah", "Lama"]
    assert [item["tags"] for item in feed["items"]] == [["published", "TW"], ["checked", "TW"], ["published", "TW"]]


def test_a_feed_is_narrowed_like_the_list(client):
    japan = DestinationFactory(country=CountryFactory(iso2="JP", name="Jepang"), open=True)
    VacancyFactory(title="Di Taiwan")
    VacancyFactory(title="Di Jepang", destination=japan)

    assert titles(client, "?negara=JP") == ["Di Jepang"]
    assert titles(client, "?usia=abc&negara=JP") == ["Di Jepang"]


def test_a_feed_ends_after_fifty(client):
    VacancyFactory.create_batch(52)

    assert len(titles(client)) == 50


def test_an_entry_keeps_its_id_when_its_title_changes(client):
    vacancy = VacancyFactory()
    before = atom(client).find(f"{ATOM}entry")

    vacancy.title = "Judul lain"
    vacancy.save()
    after = atom(client).find(f"{ATOM}entry")

    assert (
        before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id") == f"http://testserver/lowongan/{vacancy.number}/"
    )
    assert after.find(f"{ATOM}link").get("href").endswith("/judul-lain/")


def test_an_english_feed_leads_to_english_pages(client):
    VacancyFactory(title_en="Care worker")

    feed = client.get("/en/feeds/lowongan.json").json()

    assert feed["language"] == "en"
    assert (feed["items"][0]["title"], feed["items"][0]["url"].split("/")[3]) == ("Care worker", "en")
    assert "Nobody here has checked it yet." in feed["items"][0]["content_text"]


def test_an_empty_feed_is_the_same_each_time(client):
    first, second = (client.get("/feeds/lowongan.atom")["ETag"] for _ in range(2))

    assert first == second


def test_invented_vacancies_say_so_in_a_feed(client):
    VacancyFactory(is_demo=True)

    (item,) = client.get("/feeds/lowongan.json").json()["items"]

    assert item["content_text"].startswith("Data contoh.")
    assert "demo" in item["tags"]


def test_the_list_names_its_feeds_with_its_filters(client):
    page = client.get("/lowongan/?negara=JP&usia=30").content.decode()

    assert 'href="/feeds/lowongan.atom?negara=JP&amp;usia=30"' in page
    assert 'href="/feeds/lowongan.json?negara=JP&amp;usia=30"' in page
    assert "/feeds/" not in client.get("/lowongan/?rak=arsip").content.decode()


# Sitemaps and robots -------------------------------------------------------------------------------
def located(client, address):
    root = ET.fromstring(client.get(address).content)  # noqa: S314 - our own
    return [found.text for found in root.iter(f"{MAP}loc")]


def test_every_address_of_the_sitemaps_is_a_public_page_in_both_languages(client):
    vacancy = VacancyFactory(checked=True, placement_company=PlacementCompanyFactory(), title="Perawat & juru las <1>")
    VacancyFactory(title="///")
    CompanyStatementFactory(company=vacancy.placement_company)

    addresses = [address for part in located(client, "/sitemap.xml") for address in located(client, part)]

    assert f"http://testserver{vacancy.get_absolute_url()}" in addresses
    assert sum("/en/" in address for address in addresses) == len(addresses) / 2
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_a_sitemap_lists_nothing_closed_old_or_invented(client):
    for traits in ({"old": True}, {"closed": True}, {"is_demo": True}, {"traineeship": True}):
        VacancyFactory(**traits)
    PlacementCompanyFactory(is_demo=True)

    assert [part for part in located(client, "/sitemap.xml") if "lowongan" in part] == []
    assert located(client, "/sitemap-perusahaan.xml") == []


def test_each_open_vacancy_stands_in_one_part(client, monkeypatch):
    monkeypatch.setattr(sitemap, "PART", 3)
    found = {f"http://testserver{vacancy.get_absolute_url()}" for vacancy in VacancyFactory.create_batch(7)}

    parts = [part for part in located(client, "/sitemap.xml") if "lowongan" in part]
    listed = [address for part in parts for address in located(client, part) if "/en/" not in address]

    assert (len(parts), len(listed), set(listed)) == (3, 7, found)


def test_an_entry_names_both_languages_and_its_last_change(client):
    vacancy = VacancyFactory()

    text = client.get(located(client, "/sitemap.xml")[-1]).content.decode()

    assert f'hreflang="en" href="http://testserver/en{vacancy.get_absolute_url()}"' in text
    assert f"<lastmod>{vacancy.updated_at.astimezone(WIB).date().isoformat()}</lastmod>" in text


@pytest.mark.parametrize("name", ["lowongan", "lowongan-x", "lowongan-" + "9" * 19, "petugas", "lowongan-1-2"])
def test_there_is_no_other_part(client, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_robots_stay_out_of_rooms_and_filtered_lists(client, settings):
    settings.PUBLIC_DOMAIN, settings.ALLOWED_HOSTS, settings.PRACTICE_MODE = "jalur.contoh.test", ["*"], False

    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /petugas/", "Disallow: /en/akun/", "Disallow: /lowongan/?", "Disallow: /saya/"} <= set(lines)
    assert "Sitemap: http://jalur.contoh.test/sitemap.xml" in lines
    assert not any(
        reverse("jobs:vacancy_list").startswith(line.removeprefix("Disallow: ")) for line in lines if "Disallow" in line
    )


def test_a_practice_site_is_found_by_no_search_engine(client, settings):
    settings.PRACTICE_MODE = True

    assert client.get("/robots.txt").content.decode().splitlines() == ["User-agent: *", "Disallow: /"]


# Postings ------------------------------------------------------------------------------------------
def posting(client, vacancy):
    """The JobPosting of its page, None without one."""
    page = client.get(vacancy.get_absolute_url()).content.decode()
    _before, opening, rest = page.partition('<script type="application/ld+json">')
    return json.loads(rest.partition("</script>")[0]) if opening else None


def a_checked_one(**more):
    return VacancyFactory(checked=True, employer=EmployerFactory(name="Contoh </script> Care"), **more)


def test_a_checked_open_vacancy_is_a_posting_of_what_is_stated(client):
    closes = today_in(WIB) + timedelta(days=30)
    vacancy = a_checked_one(
        wage_amount_min=28_590, wage_amount_max=30_000, currency="TWD", wage_period="month", closes_on=closes,
        city="Taoyuan", quota_total=12, education_min="SMA", occupation=OccupationFactory(),
    )  # fmt: skip

    found = posting(client, vacancy)

    assert (found["@type"], found["title"]) == ("JobPosting", vacancy.title)
    assert found["hiringOrganization"]["name"] == "Contoh </script> Care"
    assert found["jobLocation"]["address"] == {
        "@type": "PostalAddress", "addressCountry": "TW", "addressLocality": "Taoyuan",
    }  # fmt: skip
    assert found["validThrough"] == f"{closes.isoformat()}T23:59:59+07:00"
    assert found["baseSalary"]["value"] == {
        "@type": "QuantitativeValue", "unitText": "MONTH", "minValue": 28590.0, "maxValue": 30000.0,
    }  # fmt: skip
    assert (found["totalJobOpenings"], found["datePosted"]) == (12, today_in(WIB).isoformat())
    assert found["description"]


def test_a_posting_holds_all_that_search_engines_require(client):
    found = posting(client, a_checked_one(description="Upah <b>besar</b>"))

    required = {"title", "description", "datePosted", "hiringOrganization", "jobLocation"}
    assert required <= {name for name, value in found.items() if value}
    assert found["description"] == "Upah &lt;b&gt;besar&lt;/b&gt;"
    assert found["jobLocation"]["address"]["addressCountry"]
    assert datetime.fromisoformat(found["datePosted"]).date() == today_in(WIB)


def test_what_nobody_stated_is_in_no_posting(client):
    found = posting(client, a_checked_one())

    left_out = {"baseSalary", "validThrough", "totalJobOpenings", "educationRequirements", "experienceRequirements"}
    assert not left_out & set(found)


@pytest.mark.parametrize(
    "make",
    [
        lambda: VacancyFactory(employer=EmployerFactory()),
        lambda: a_checked_one(is_demo=True),
        lambda: a_checked_one(closed=True),
        lambda: VacancyFactory(checked=True),
    ],
    ids=["not checked", "invented", "closed", "without an employer"],
)
def test_nothing_else_is_a_posting(client, make):
    assert posting(client, make()) is None
    assert Vacancy.objects.count() == 1
