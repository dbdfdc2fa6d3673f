"""What holds on each page of the portal, with and without log-in, in both languages."""

import re
from collections import Counter
from functools import lru_cache
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.accounts.roles import Role
from portal.pages import catalogue
from tests import addresses
from tests.every_page.opened import over
from tests.page import LANGUAGES, PERSON, PUBLIC, QUESTION, VISITOR
from tests.pages_registry import PAGES, SHOWN

OWN_HOST = {"host": "localhost"}
# Values that once broke a page somewhere: signs PostgreSQL, Python's int() or a date refuse.
NONSENSE = [
    "%00",
    "%ED%A0%80",
    "%FF%FE",
    "%C2%B2",  # ² is a digit to str.isdigit() and none to int()
    "%D9%A3",  # ٣ is a digit to both
    "-1",
    "0",
    "1e999",
    "NaN",
    "9" * 30,
    "9" * 5000,
    "0000-00-00",
    "9999-12-31",
    "%27%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "..%2F..%2Fetc",
    "{{7*7}}%25s%25n",
    "%E2%80%AE",
    "x" * 20_000,
]
TYPED = ["", "\x00", "\ufffd", "²", "٣" * 6, "9" * 5000, "x" * 100_000, "'\"><script>"]
FIELDS = [
    "login", "email", "phone", "password", "password1", "name", "code", "next", "remember", "membership", "action",
]  # fmt: skip
# Open to all, and the same for all until somebody asks something.
FOR_PROXIES = {PUBLIC, QUESTION}
# Names that any page may be asked with.
NAMES = ["q", "next", "%00", "a[]"]
# How many pages read a field of the query.
READ_BY = Counter(field for page in PAGES for field in page.fields)
OTHER_NAMES = [f"other{number}" for number in range(len(NONSENSE) - len(NAMES))]


class Reader(HTMLParser):
    """Collects what the tests ask of a page: elements with their attributes, and the texts people read.

    A text inside an element that names its own language is a quotation, one marked translate="no" a code: neither is
    among them.
    """

    def __init__(self, html):
        super().__init__()
        self.elements, self.texts, self._inside, self._quoting = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self._inside.append(tag)
        if tag != "html" and ("lang" in dict(attributes) or dict(attributes).get("translate") == "no"):
            self._quoting.append(len(self._inside))

    def handle_endtag(self, tag):
        if tag in self._inside:
            del self._inside[len(self._inside) - 1 - self._inside[::-1].index(tag) :]
            self._quoting = [depth for depth in self._quoting if depth <= len(self._inside)]

    def handle_data(self, data):
        if data.strip() and not self._quoting and not {"script", "style"} & set(self._inside[-1:]):
            self.texts.append(" ".join(data.split()))

    def attributes(self, name):
        return [attributes[name] for _, attributes in self.elements if attributes.get(name) is not None]


@lru_cache(maxsize=len(LANGUAGES))
def read(opened, language):
    """The page as its reader gets it; kept, for several rules look at the same page."""
    response = opened.answer(language)
    assert response.status_code == 200
    return Reader(response.content.decode())


def test_every_address_is_a_row_of_the_registry():
    assert sorted(name for name, _view in addresses.pages()) == sorted(page.name for page in PAGES)


@pytest.mark.django_db
@over(PAGES)
def test_a_page_answers_whom_it_is_for(opened):
    assert opened.answer().status_code == opened.page.status


@pytest.mark.django_db
@over([page for page in PAGES if page.who not in {*FOR_PROXIES, VISITOR}])
def test_a_closed_page_sends_a_stranger_to_the_log_in(opened):
    response = Client(headers=OWN_HOST).get(opened.address())

    assert response.status_code == 302
    assert response["Location"].startswith("/akun/masuk/")


@pytest.mark.django_db
@over([page for page in PAGES if page.who in Role.values and not page.name.startswith("mfa_")])
def test_a_staff_page_does_not_exist_for_a_person(opened):
    person = opened.page._replace(who=PERSON).client()

    assert person.get(opened.address()).status_code == 404


def old_at_most(cache_control):
    """Seconds after which nobody is shown this answer any more: a country closed at 10.00 is closed by 10.01."""
    kept = dict(part.strip().split("=") for part in cache_control.split(",") if "=" in part)
    return int(kept["s-maxage"]) + int(kept.get("stale-while-revalidate", 0))


@pytest.mark.django_db
@over([page for page in SHOWN if page.who in FOR_PROXIES])
def test_a_public_page_can_be_kept_by_any_proxy(opened):
    response = opened.client().get(opened.address(), headers={"cookie": "sessionid=" + "a" * 32})

    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")} - {""}
    assert not response.cookies
    assert b"csrf" not in response.content
    assert varies <= {"accept-encoding"}
    assert "public" in response["Cache-Control"]
    assert old_at_most(response["Cache-Control"]) <= 60
    assert response.has_header("ETag")


@pytest.mark.django_db
@over([page for page in PAGES if page.who == PUBLIC])
def test_a_public_page_takes_no_form(opened):
    assert opened.client().post(opened.address()).status_code == 405


@pytest.mark.django_db
@over([page for page in PAGES if page.who == QUESTION])
def test_a_question_is_answered_without_token_or_cookie_and_kept_by_nobody(opened):
    client = Client(enforce_csrf_checks=True, headers=OWN_HOST)

    response = client.post(opened.address(), headers={"cookie": "sessionid=" + "a" * 32})

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.django_db
@over([page for page in PAGES if page.who not in FOR_PROXIES and page.status < 400])
def test_an_answer_for_one_person_is_kept_by_nobody(opened):
    assert "no-store" in opened.answer()["Cache-Control"]


def scripts(elements):
    """Those that run. Facts for search engines are data: no browser executes them, and no policy has to allow them."""
    found = [attributes for tag, attributes in elements if tag == "script"]
    return [attributes for attributes in found if attributes.get("type") != "application/ld+json"]


@pytest.mark.django_db
@over(SHOWN)
def test_a_page_holds_no_inline_script_or_style(opened):
    elements = [element for language in LANGUAGES for element in read(opened, language).elements]

    assert [tag for tag, attributes in elements if tag == "style" or "style" in attributes] == []
    assert [attributes for attributes in scripts(elements) if "src" not in attributes] == []
    assert [name for _, attributes in elements for name in attributes if name.startswith("on")] == []


@pytest.mark.django_db
@over([page for page in SHOWN if page.who in FOR_PROXIES])
def test_a_public_page_needs_no_script(opened):
    assert scripts(read(opened, "id").elements) == []


@pytest.mark.django_db
@over(SHOWN)
def test_a_page_says_what_it_is_once(opened):
    for language in LANGUAGES:
        reader = read(opened, language)

        tags = [tag for tag, _ in reader.elements]
        ids = reader.attributes("id")
        assert reader.elements[0] == ("html", {"lang": language})
        assert (tags.count("h1"), tags.count("title"), tags.count("main")) == (1, 1, 1), language
        assert sorted(ids) == sorted(set(ids)), language


@pytest.mark.django_db
@over(SHOWN)
def test_every_link_of_a_page_leads_somewhere(opened):
    for language in LANGUAGES:
        reader = read(opened, language)

        links = [found["href"] for tag, found in reader.elements if tag == "a" and found.get("href") is not None]
        anchors = [href[1:] for href in links if href.startswith("#")]
        own = [re.split(r"[?#]", href)[0] for href in links if href.startswith("/")]
        assert [anchor for anchor in anchors if anchor not in reader.attributes("id")] == [], language
        assert [href for href in own if not leads_somewhere(href)] == [], language
        assert [href for href in links if href == "" or href.startswith(("//", "javascript:"))] == [], language


def leads_somewhere(href):
    with override(get_language_from_path(href) or settings.LANGUAGE_CODE):
        try:
            return bool(resolve(href))
        except Resolver404:
            return href.startswith(settings.STATIC_URL)


@pytest.fixture(scope="module")
def foreign():
    """{language: sentences of the other one}"""
    kept = catalogue.read(catalogue.PO)
    pairs = {(message.id, message.string) for message in kept if message.id and isinstance(message.id, str)}
    english = {source for source, _ in pairs}
    indonesian = {translation for _, translation in pairs}
    # The name of the other language stands in its own words on each page.
    either = (english & indonesian) | {"English", "Bahasa Indonesia", "Indonesian"}
    return {"id": english - either, "en": indonesian - either}


@pytest.mark.django_db
@over(SHOWN)
def test_a_page_speaks_one_language(opened, foreign):
    assert {language: foreign[language] & set(read(opened, language).texts) for language in LANGUAGES} == {
        language: set() for language in LANGUAGES
    }


def turns(page, values, times):
    """By how many values a row of them is turned each of the ``times`` that ``page`` is asked.

    As many times as there are values, and every field meets every value. Fewer, and each page begins with another: what
    many pages read, they read with the same code.
    """
    step = len(values) // times
    return range(PAGES.index(page) % step, len(values), step)


@pytest.mark.django_db
@over(PAGES)
def test_nonsense_in_the_query_never_breaks_a_page(opened):
    page, client, address = opened.page, opened.client(raise_request_exception=False), opened.address()
    fields, times = [*page.fields, *NAMES], 3
    if any(READ_BY[field] == 1 for field in page.fields):
        times = len(NONSENSE)
    elif not page.fields and page.who != VISITOR:
        # Nothing of its own reads the query: all values at once.
        fields, times = [*NAMES, *OTHER_NAMES], 1
    queries = [
        "&".join(f"{field}={NONSENSE[(turn + place) % len(NONSENSE)]}" for place, field in enumerate(fields))
        for turn in turns(page, NONSENSE, times)
    ]

    answers = {query[:60]: client.get(f"{address}?{query}").status_code for query in queries}

    assert {query: status for query, status in answers.items() if status >= 500} == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value", ["%00", "%0A", "²", "٣", "%ED%A0%80", "%FF", "9" * 5000, "x" * 20_000, "'", "%25", "..", "%2e%2e%2f", " "]
)
@pytest.mark.parametrize(
    "address",
    [
        "/{}",
        "/lowongan/{}/",
        "/lowongan/{}/x/",
        "/negara/{}/",
        "/perusahaan/{}/",
        "/panduan/{}/",
        "/panduan/jalur/{}/",
        "/akun/{}/",
        "/petugas/{}/",
    ],
)
def test_nonsense_in_an_address_is_no_page(address, value):
    client = Client(raise_request_exception=False, headers=OWN_HOST)

    for language in ("", "/en"):
        assert client.get(language + address.format(value), follow=True).status_code in {200, 400, 404}


# 10 queries a page: the bound keeps the whole run short, the database of examples is of no use in a clone.
@pytest.mark.django_db
@over([page for page in PAGES if page.who in FOR_PROXIES])
def test_no_query_string_breaks_a_public_page(opened):
    page, client, address = opened.page, opened.client(raise_request_exception=False), opened.address()

    @hypothesis_settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(st.sampled_from([*NAMES, *page.fields]) | st.text(max_size=5), st.text(max_size=40)), max_size=4
        )
    )
    def ask(pairs):
        query = "&".join(f"{name}={value}" for name, value in pairs)
        assert (
            client.generic("GET", address, QUERY_STRING=query.encode("utf-8", "replace").decode("latin-1")).status_code
            < 500
        )

    ask()


@pytest.mark.django_db
@over(PAGES)
def test_a_form_of_nonsense_never_breaks_a_page(opened):
    client, address = opened.client(raise_request_exception=False), opened.address()
    asked = turns(opened.page, TYPED, len(TYPED) if opened.page.who == VISITOR else 1)
    forms = [{field: TYPED[(turn + place) % len(TYPED)] for place, field in enumerate(FIELDS)} for turn in asked]

    statuses = [client.post(address, form).status_code for form in forms]

    assert [status for status in statuses if status >= 500] == []
