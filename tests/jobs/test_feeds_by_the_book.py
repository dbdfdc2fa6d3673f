"""The feeds against the rules of their kind: Atom (RFC 4287) and JSON Feed 1.1."""

import re
import xml.etree.ElementTree as ET

import pytest

from tests.factories.jobs import VacancyFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")  # RFC 3339, section 5.6
ADDRESS = re.compile(r"http://testserver/\S*\Z")
QUERY = "?negara=TW&q=perawat"


@pytest.fixture(params=["", "/en"])
def language(request):
    return request.param


@pytest.fixture(autouse=True)
def _vacancies():
    VacancyFactory(checked=True, title="Perawat & juru rawat")
    VacancyFactory(title="Perawat <b>lansia</b>", city="Tai<script>pei", is_demo=True)


def one(element, name):
    (found,) = element.findall(f"{ATOM}{name}")
    return found


def links(element, kind):
    return [link for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == kind]


def test_atom_has_what_its_rules_require(client, language):
    address = f"{language}/feeds/lowongan.atom{QUERY}"
    answer = client.get(address)
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own
    entries = feed.findall(f"{ATOM}entry")

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert (feed.tag, len(entries)) == (f"{ATOM}feed", 2)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == (language[1:] or "id")
    assert one(one(feed, "author"), "name").text
    assert [link.get("href") for link in links(feed, "self")] == [f"http://testserver{address}"]
    for element in (feed, *entries):
        assert one(element, "title").text
        assert one(element, "title").get("type", "text") == "text"
        assert ADDRESS.match(one(element, "id").text)
        assert MOMENT.match(one(element, "updated").text)
        assert [bool(ADDRESS.match(link.get("href"))) for link in links(element, "alternate")] == [True]
    for entry in entries:
        assert MOMENT.match(one(entry, "published").text)
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
    assert len({one(entry, "id").text for entry in entries}) == 2
    assert one(feed, "updated").text == max(one(entry, "updated").text for entry in entries)


def test_what_atom_calls_html_is_html_in_which_a_source_writes_none(client):
    feed = ET.fromstring(client.get("/feeds/lowongan.atom").content)  # noqa: S314 - our own
    found = [one(entry, "summary") for entry in feed.findall(f"{ATOM}entry")]

    assert {summary.get("type") for summary in found} == {"html"}
    assert all("<br>" in summary.text and "<script" not in summary.text for summary in found)
    assert any("Tai&lt;script&gt;pei" in summary.text for summary in found)


def test_json_has_what_its_rules_require(client, language):
    address = f"{language}/feeds/lowongan.json{QUERY}"
    answer = client.get(address)
    feed, items = answer.json(), answer.json()["items"]

    assert answer["Content-Type"] == "application/feed+json"
    assert (feed["version"], feed["language"]) == ("https://jsonfeed.org/version/1.1", language[1:] or "id")
    assert feed["title"]
    assert feed["feed_url"] == f"http://testserver{address}"
    assert all(author["name"] for author in feed["authors"])
    assert len({item["id"] for item in items}) == len(items) == 2
    for item in items:
        assert all(isinstance(item[name], str) for name in ("id", "title", "content_text"))
        assert all(ADDRESS.match(text) for text in (feed["home_page_url"], item["id"], item["url"]))
        assert all(MOMENT.match(item[name]) for name in ("date_published", "date_modified"))
        assert all(isinstance(tag, str) for tag in item["tags"])
