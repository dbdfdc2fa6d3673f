"""Every page in a real browser: a phone and a desk, both languages; axe finds nothing and nothing sticks out."""

import pytest

from portal.accounts.roles import Role
from tests.every_page.opened import over
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.width import TOO_MUCH
from tests.page import LANGUAGES
from tests.pages_registry import SHOWN

SIZES = {"360px": PHONE, "1366px": DESKTOP}
TEXT_OF_200_PERCENT = "document.documentElement.style.fontSize = '200%'"


# One test for both sizes and languages: the page is made once.
@pytest.mark.django_db
@over(SHOWN)
def test_a_page_is_accessible_and_fits(opened, window):
    page, problems = window.page, []
    page.set_viewport_size(PHONE)

    for language in LANGUAGES:
        assert window.show(opened, language) == 200
        for label, size in SIZES.items():
            page.set_viewport_size(size)
            where = f"{language} {label}"
            if (language, label) == looked_at_by_axe(opened.page):
                problems += [f"{where}: {violation}" for violation in violations(page)]
            problems += too_wide(page, where)
        page.evaluate(TEXT_OF_200_PERCENT)
        for label, size in reversed(SIZES.items()):  # each change of size costs the arrangement of the whole page
            page.set_viewport_size(size)
            problems += too_wide(page, f"{language} {label} at 200 % text")
    assert problems == []


def looked_at_by_axe(page):
    """As whom the page is for sees it. One look takes as long as all else here; what the other size and language change,
    header and lists and forms, stands on the pages of others too.
    """
    return (LANGUAGES[1], "1366px") if page.who in Role.values else (LANGUAGES[0], "360px")


def too_wide(page, where):
    too_much = page.evaluate(TOO_MUCH)
    return [f"{where}: {too_much} pixels stick out"] if too_much else []
