import pytest
from django.core.cache import cache

from portal.accounts import codes
from tests.accounts import gateway as gateways


@pytest.fixture
def gateway(settings):
    """The gateway of the settings, on the loopback."""
    with gateways.running() as running:
        settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = running.url, "a token"
        yield running


@pytest.fixture
def quick_gateway(gateway, monkeypatch):
    """It has its message before the page answers, so that a test can read it; nobody has used up a limit."""
    cache.clear()
    for name in ("send_code", "send_notice"):
        send = getattr(codes, name)
        monkeypatch.setattr(codes, name, lambda *given, send=send, **named: send(*given, **named).result(timeout=15))
    return gateway
