"""What stands around every page: banners, the language switch, the line, the foot."""

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override

from portal.pages.templatetags import house


def public_page(path="/", *, language="id", template="layouts/public.html", **context):
    with override(language):
        return render_to_string(template, context, RequestFactory(headers={"host": "localhost"}).get(path))


@pytest.fixture
def public_body(settings):
    settings.PUBLIC_BODY, settings.PUBLIC_DOMAIN, settings.PRACTICE_MODE = "Kantor Contoh", "jalur.example", False


def test_a_practice_site_says_so_and_speaks_for_nobody():
    html = public_page()

    assert "Jangan isi data asli." in html
    assert 'class="official"' not in html
    assert "BP3MI" not in html


def test_the_official_strip_names_the_body_and_its_domain(public_body):
    html = public_page()

    assert 'class="official"' in html
    assert "Kantor Contoh" in html
    assert "<strong>jalur.example</strong>" in html
    assert 'class="train"' not in html


@pytest.mark.parametrize("missing", ["PUBLIC_BODY", "PUBLIC_DOMAIN"])
def test_half_a_setting_makes_no_official_strip(settings, public_body, missing):
    setattr(settings, missing, "")

    assert 'class="official"' not in public_page()


def test_the_foot_prints_only_what_the_settings_give(settings, public_body):
    assert "tel:" not in public_page()

    settings.PUBLIC_PHONE, settings.PUBLIC_LANGUAGES = "0800-0000-0000", "Indonesia, Tetun"

    html = public_page()
    assert 'href="tel:0800-0000-0000"' in html
    assert "Bahasa: Indonesia, Tetun." in html


@pytest.mark.parametrize("template", ["layouts/public.html", "layouts/account.html", "layouts/office.html"])
def test_the_demo_banner_stands_only_where_demo_data_is_shown(template, rf):
    assert 'class="demo"' in public_page(template=template, demo_data=True)
    assert 'class="demo"' not in public_page(template=template)


@pytest.mark.parametrize(
    ("path", "language", "other"),
    [
        ("/", "id", "/en/"),
        ("/en/", "en", "/"),
        ("/lowongan/?negara=TW&q=a%20b", "id", "/en/lowongan/?negara=TW&amp;q=a%20b"),
        ("/en/lowongan/?negara=TW", "en", "/lowongan/?negara=TW"),
        ("/english-course/", "id", "/en/english-course/"),
        ('/lowongan/?q="><script>', "id", "/en/lowongan/?q=%22%3E%3Cscript%3E"),
    ],
)
def test_the_language_switch_leads_to_the_same_page_and_keeps_the_query(path, language, other):
    html = public_page(path, language=language)

    code = "en" if language == "id" else "id"
    assert f'href="{other}" lang="{code}" hreflang="{code}"' in html


def test_a_page_names_itself_in_both_languages_to_search_engines(public_body):
    html = public_page("/en/lowongan/?q=x", language="en")

    assert '<html lang="en">' in html
    assert '<link rel="canonical" href="http://jalur.example/en/lowongan/">' in html
    assert '<link rel="alternate" hreflang="id" href="http://jalur.example/lowongan/">' in html


def test_the_line_marks_the_present_station(monkeypatch):
    line = [("home", "pages:home", "Depan"), ("work", "pages:staff_home", "Kerja")]
    monkeypatch.setitem(house.STATIONS, "public", line)
    source = "{% stations 'public' %} work {% endstations %}"

    assert Template(source).render(Context()) == (
        '<li><a href="/">Depan</a></li><li><a href="/petugas/" aria-current="page">Kerja</a></li>'
    )


def test_an_officers_header_says_who_acts_and_for_which_office(staff_client):
    html = staff_client.get(reverse("pages:staff_components")).content.decode()

    membership = staff_client.membership
    assert membership.user.name in html
    assert str(membership.office) in html
    assert f'<form method="post" action="{reverse("account_logout")}">' in html
    assert 'class="staff"' in html


def test_what_a_tag_says_of_literals_follows_the_language_of_each_page():
    page = Template(
        '{% translate "Vacancies" %} {% translate "Open" context "shelf" %} {% url "jobs:vacancy_list" %} {% translate word %}'
    )

    said = {}
    for language in ("id", "en", "id"):
        with override(language):
            said[language] = page.render(Context({"word": "Countries"}))

    assert said == {"id": "Lowongan Terbuka /lowongan/ Negara", "en": "Vacancies Open /en/lowongan/ Countries"}
