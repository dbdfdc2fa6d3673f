import pytest
from django.db import transaction

from tests.browser import watched
from tests.conftest import load_texts
from tests.every_page.opened import Opened
from tests.every_page.window import ORIGIN, Window


@pytest.fixture(scope="package")
def opened(request, playwright, django_db_setup, django_db_blocker):
    """The page of the test; what one test does to its rows is undone before the next."""
    everything = transaction.atomic()
    with django_db_blocker.unblock():
        everything.__enter__()
        load_texts()
        made = Opened(request.param)
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        everything.__exit__(None, None, None)


@pytest.fixture(scope="package")
def _window(browser):
    problems = []
    with browser.new_context(locale="id-ID") as context:
        window = Window(context)
        watched(window.page, ORIGIN, problems)
        yield window, problems


@pytest.fixture
def window(_window):
    """One for all tests of a package that look only: to open another takes as long as to look."""
    shown, problems = _window
    problems.clear()
    yield shown
    assert problems == []
