"""The browser of the tests, one for the whole run, and what no page may do in it."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys import chromium

# Playwright's loop runs in the thread of the tests, and Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def playwright():
    """From its start a loop runs in the thread of the tests, and by that Django tells connections apart: whoever holds a
    transaction open while a browser may be started starts this before.
    """
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    program = chromium.find()
    if not program:
        pytest.skip(chromium.ABSENCE)
    opened = playwright.chromium.launch(executable_path=program, args=chromium.FLAGS)
    yield opened
    opened.close()


def watched(page, origin, problems):
    """The page; ``problems`` gets a line for each that a script throws, that asks a stranger or breaks the policy."""
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
