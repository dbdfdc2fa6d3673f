"""A browser on the running portal: what a person sees, with every address, script and style rule in force.

``page`` is a phone's; ``any_page`` runs a test at both sizes; ``plain_page`` has no JavaScript; ``new_page`` makes one of
any kind. Each fails its test when the page asks another origin, breaks the content security policy or throws an error in
a script.
"""

import pytest
from django.core.cache import cache

from tests.browser import watched

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1366, "height": 768}


def walked(size, language=""):
    """A path is walked once, as by whom it is for: people on a phone, staff at a desk; ``language`` begins its addresses.

    Every page by itself is looked at in both sizes and languages by tests/every_page.
    """
    return pytest.mark.parametrize(("size", "language"), [(size, language)], ids=[f"{size['width']}px{language[1:]}"])


@pytest.fixture
def new_page(browser, live_server):
    """Makes pages: new_page(size=PHONE, javascript=True, **options of playwright's new_context)."""
    contexts, problems = [], []

    def make(size=PHONE, javascript=True, **options):
        context = new_context(browser, live_server, viewport=size, java_script_enabled=javascript, **options)
        contexts.append(context)
        return watched(context.new_page(), live_server.url, problems)

    yield make
    for context in contexts:
        context.close()
    assert problems == []


def new_context(browser, live_server, **options):
    return browser.new_context(base_url=live_server.url, locale="id-ID", **options)


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["360px", "1366px"])
def any_page(new_page, request):
    return new_page(size=request.param)


@pytest.fixture
def plain_page(new_page):
    return new_page(javascript=False)
