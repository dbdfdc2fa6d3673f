"""PostgreSQL and Redis for the length of the test run; whoever needs a server holds it (portal/embedded/)."""

import fcntl
import gc
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils.translation.reloader import translation_file_changed

from tests.browser import browser, playwright
from tests.emptying import empty_tables
from tests.every_page.opened import page_by_page
from tests.template import template

__all__ = ["browser", "playwright"]

held = ExitStack()
# They start a whole portal or installation. Last in line, one process of the run would wait for another's half minute.
LONGEST = {"test_faults.py", "test_laptop.py", "test_install.py", "test_embedded.py"}


def alone(folder):
    """Wait for another test run of this clone: both would use the same databases. The kernel ends a killed one's lock."""
    place = held.enter_context((folder / "tests.lock").open("w"))
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Waiting for another test run of this clone", flush=True)
        fcntl.flock(place, fcntl.LOCK_EX)


def pytest_configure(config):
    from portal import embedded

    try:
        held.enter_context(embedded.running(settings.EMBEDDED_SERVERS))
    except embedded.EmbeddedServerError as error:
        pytest.exit(str(error), returncode=2)
    embedded.DATA.mkdir(exist_ok=True)  # with servers of one's own nobody has made it yet
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        alone(embedded.DATA)
    from portal.pages.catalogue import PO, compile_catalogue

    if compile_catalogue():
        translation_file_changed(None, PO.with_suffix(".mo"))  # Django has read the old one by now


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
    places = dict(zip(items, page_by_page(items), strict=True))
    items.sort(key=lambda item: (item.path.name not in LONGEST, places[item]))


def pytest_collection_finish():
    """What thousands of tests are made of stays to the end: Python need not look through it each time it tidies up."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_unconfigure(config):
    held.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """A killed run's processes may still be connected to the database they left, which then couldn't be replaced."""
    with django_db_blocker.unblock():
        with connection._nodb_cursor() as cursor:
            end_sessions(cursor, connection.creation._get_test_db_name())
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    TransactionTestCase._fixture_teardown = empty_tables
    with django_db_blocker.unblock():
        load_texts()
        # Factories write steps without their rows; tests/placements/test_recording.py and test_demo.py have it on.
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE placements_placementstep DISABLE TRIGGER placement_step_rests_on_its_evidence")
    yield
    # A server's thread that a browser kept busy to the last may be connected still.
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        end_sessions(cursor, connection.settings_dict["NAME"])


def end_sessions(cursor, name):
    connection.close()
    cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


@pytest.fixture(autouse=True)
def _texts_in_force(request):
    """Notice and texts of consents, as every running portal has them: a transactional test leaves empty tables."""
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        load_texts()


def load_texts():
    from portal.accounts.consent.sync import sync_consent_texts
    from portal.accounts.models import PolicyText

    if not PolicyText.objects.exists():
        sync_consent_texts()


@pytest.fixture
def staff_client(client, db):
    """A client logged in with the second factor as a BP3MI officer: ``staff_client.membership``."""
    from tests.factories.accounts import MembershipFactory, log_in

    client.membership = MembershipFactory()
    return log_in(client, client.membership.user)
