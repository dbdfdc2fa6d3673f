"""A browser on the running portal: what a person sees, with every address, script and style rule in force.

``page`` is a phone's; ``any_page`` runs a test at both sizes; ``plain_page`` has no JavaScript; ``new_page`` makes one of
any kind. ``window`` is there already, and shows single pages without a server. Each fails its test when the page asks
another origin, breaks the content security policy or throws an error in a script.
"""

import os

import pytest
from django.core.cache import cache
from playwright.sync_api import sync_playwright

from tests.journeys import chromium
from tests.journeys.window import ORIGIN, Window

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1366, "height": 768}


def walked(size, language=""):
    """A path is walked once, as by whom it is for: people on a phone, staff at a desk; ``language`` begins its addresses.

    Every page by itself is looked at in both sizes and languages by test_every_page.
    """
    return pytest.mark.parametrize(("size", "language"), [(size, language)], ids=[f"{size['width']}px{language[1:]}"])


# Playwright's loop runs in the thread of the tests, and Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    program = chromium.find()
    if not program:
        pytest.skip(chromium.ABSENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=chromium.FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def new_page(browser, live_server):
    """Makes pages: new_page(size=PHONE, javascript=True, **options of playwright's new_context)."""
    contexts, problems = [], []

    def make(size=PHONE, javascript=True, **options):
        context = new_context(browser, live_server, viewport=size, java_script_enabled=javascript, **options)
        contexts.append(context)
        return _watched(context.new_page(), live_server.url, problems)

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture(scope="module")
def _window(browser):
    problems = []
    with browser.new_context(locale="id-ID") as context:
        window = Window(context)
        _watched(window.page, ORIGIN, problems)
        yield window, problems


@pytest.fixture
def window(_window):
    """One for all tests of a module that look only: to open another takes as long as to look."""
    shown, problems = _window
    problems.clear()
    yield shown
    assert problems == []


def new_context(browser, live_server, **options):
    return browser.new_context(base_url=live_server.url, locale="id-ID", **options)


def _watched(page, origin, problems):
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("request", lambda request: _note_stranger(request.url, origin, problems))
    page.on("console", lambda message: _note_refusal(message.text, problems))
    return page


def _note_stranger(address, own, problems):
    if not address.startswith((own, "data:", "blob:", "about:")):
        problems.append(f"another origin: {address}")


def _note_refusal(text, problems):
    if "Content Security Policy" in text:
        problems.append(f"refused: {text}")


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
