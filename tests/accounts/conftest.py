import pytest
from django.core.cache import cache

from portal.accounts import codes
from tests.accounts.counter import two_officers
from tests.accounts.visits import post
from tests.factories.accounts import log_in
from tests.messaging.conftest import gateway

__all__ = ["gateway"]


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def quick_gateway(gateway, monkeypatch):
    """It has its message before the page answers, so that a test can read it."""
    send = codes.send_code
    monkeypatch.setattr(codes, "send_code", lambda *given, **named: send(*given, **named).result(timeout=15))
    return gateway


@pytest.fixture
def post_told(django_capture_on_commit_callbacks):
    """``post``, and what waits for the commit is sent."""

    def send(*given, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return post(*given, **fields)

    return send


@pytest.fixture
def counter(client):
    """A client at the counter: ``officer`` and ``colleague``, memberships of one office."""
    client.officer, client.colleague = two_officers()
    return log_in(client, client.officer.user)
