"""The components in a real browser: accessible, and never wider than the screen."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests.journeys.axe import violations

PAGES = ["pages:components", "pages:staff_components"]


@pytest.fixture
def officer(staff_client, live_server):
    """The cookie with which a browser is the officer."""
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": staff_client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": live_server.url,
    }


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_the_components(any_page, officer, name):
    any_page.context.add_cookies([officer])

    any_page.goto(reverse(name))

    assert any_page.locator("h1").count() == 1
    assert violations(any_page) == []


@pytest.mark.parametrize("name", PAGES)
def test_the_components_fit_a_phone_at_twice_the_text_size(page, officer, name):
    page.context.add_cookies([officer])
    page.goto(reverse(name))

    # As the setting of a browser does it; a style sheet of ours could not, and the policy refuses inline ones.
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(page):
    page.goto("/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "isi"


def test_an_error_page_is_accessible(any_page):
    any_page.goto("/tidak-ada/")

    assert violations(any_page) == []
