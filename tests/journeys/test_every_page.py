"""Every page in a real browser: a phone and a desk, both languages; axe finds nothing and nothing sticks out."""

import pytest
from django.conf import settings

from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.width import TOO_MUCH
from tests.page import LANGUAGES
from tests.pages_registry import SHOWN, each

SIZES = {"360px": PHONE, "1366px": DESKTOP}
LOOKED_AT_BY_AXE = {(LANGUAGES[0], "360px"), (LANGUAGES[1], "1366px")}
TEXT_OF_200_PERCENT = "document.documentElement.style.fontSize = '200%'"


@pytest.fixture
def open_as(same_page, live_server):
    """Logs the page in as a test client is."""

    def opened(client):
        if cookie := client.cookies.get(settings.SESSION_COOKIE_NAME):
            same_page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return same_page

    return opened


# One test for both sizes and languages: the rows are made once. What axe finds comes from the words, which differ
# by language, or from the arrangement, which differs by size: each language and each size is looked at once.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shown", **each(SHOWN))
def test_a_page_is_accessible_and_fits(shown, open_as):
    client, arguments = shown.client(), shown.arrange()
    page = open_as(client)
    page.set_viewport_size(PHONE)
    problems = []

    for language in LANGUAGES:
        assert page.goto(shown.address(language, **arguments)).status == 200
        for label, size in SIZES.items():
            page.set_viewport_size(size)
            where = f"{language} {label}"
            if (language, label) in LOOKED_AT_BY_AXE:
                problems += [f"{where}: {violation}" for violation in violations(page)]
            problems += too_wide(page, where)
        page.evaluate(TEXT_OF_200_PERCENT)
        for label, size in reversed(SIZES.items()):  # each change of size costs the arrangement of the whole page
            page.set_viewport_size(size)
            problems += too_wide(page, f"{language} {label} at 200 % text")
    assert problems == []


def too_wide(page, where):
    too_much = page.evaluate(TOO_MUCH)
    return [f"{where}: {too_much} pixels stick out"] if too_much else []
