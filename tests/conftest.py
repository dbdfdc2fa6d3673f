"""PostgreSQL and Redis for the length of the test run; whoever needs a server holds it (portal/embedded.py)."""

from contextlib import ExitStack

import pytest
from django.conf import settings

held = ExitStack()


def pytest_configure(config):
    from portal import embedded

    try:
        held.enter_context(embedded.running(settings.EMBEDDED_SERVERS))
    except embedded.EmbeddedServerError as error:
        pytest.exit(str(error), returncode=2)
    from portal.pages.catalogue import compile_catalogue

    compile_catalogue()


def pytest_unconfigure(config):
    held.close()
