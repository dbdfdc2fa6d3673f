"""Every page in a real browser: a phone and a desk, both languages; axe finds nothing and nothing sticks out."""

import pytest
from django.conf import settings

from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.width import sticks_out
from tests.pages_registry import LANGUAGES, SHOWN, each

SIZES = {"360px": PHONE, "1366px": DESKTOP}
TEXT_OF_200_PERCENT = "document.documentElement.style.fontSize = '200%'"


@pytest.fixture
def open_as(new_page, live_server):
    """Opens pages logged in as a test client is."""

    def opened(client, size):
        page = new_page(size=size)
        if cookie := client.cookies.get(settings.SESSION_COOKIE_NAME):
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return opened


# One test for both sizes and languages: the rows are made once.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shown", **each(SHOWN))
def test_a_page_is_accessible_and_fits(shown, open_as):
    arguments, client = shown.arrange(), shown.client()
    problems = []

    for label, size in SIZES.items():
        page = open_as(client, size)
        for language in LANGUAGES:
            page.goto(shown.address(language, **arguments))
            problems += [f"{language} {label}: {violation}" for violation in violations(page)]
            if too_much := sticks_out(page):
                problems.append(f"{language} {label}: {too_much} pixels stick out")
        page.evaluate(TEXT_OF_200_PERCENT)
        if too_much := sticks_out(page):
            problems.append(f"{label} at 200 % text: {too_much} pixels stick out")
    assert problems == []
