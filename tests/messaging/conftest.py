"""Ways out that keep what they are given, and days and nights that begin when a test says so."""

from contextlib import contextmanager
from datetime import time, timedelta
from functools import partial

import pytest
from django.utils import timezone

from portal.messaging import delivery, kinds, quiet
from portal.messaging.channels import in_one_go, ways
from portal.messaging.models import Channel
from tests.factories.messaging import anniversary
from tests.messaging import gateway as gateways


@pytest.fixture
def by_day(monkeypatch):
    """No hour of these tests is a quiet one, whenever they run."""
    monkeypatch.setattr(quiet, "MORNING", time.min)
    monkeypatch.setattr(quiet, "EVENING", time.max)


@pytest.fixture
def night_in(monkeypatch, by_day):
    """Call it with the zones where it is night from now on; returns when it ends."""
    morning = timezone.now() + timedelta(hours=3)

    def begin(*zones):
        monkeypatch.setattr(quiet, "is_quiet", lambda zone, moment: zone in zones)
        monkeypatch.setattr(quiet, "next_morning", lambda zone, moment: morning if zone in zones else moment)
        return morning

    return begin


@pytest.fixture
def known(monkeypatch):
    """Makes kinds known for the length of a test, in the place of all others; returns the first."""
    monkeypatch.setattr(kinds, "_kinds", {})

    def register(*some):
        some = some or (anniversary(),)
        kinds._kinds.clear()
        kinds.register(*some)
        return some[0]

    return register


class Post:
    """``letters``: [(channel, letter)] that left. ``answers``: {channel: exceptions to come, one a letter}."""

    def __init__(self):
        self.letters, self.answers, self.opened = [], {}, []
        self.channels = [Channel.EMAIL]
        self.before = lambda letter: None

    def opener_of(self, channel):
        if channel not in self.channels:
            return None

        @contextmanager
        def opened():
            self.opened.append(str(channel))
            yield lambda letter: self._send(channel, letter)

        return partial(in_one_go, opened)

    def _send(self, channel, letter):
        self.before(letter)
        if (answers := self.answers.get(channel)) and (problem := answers.pop(0)):
            raise problem
        self.letters.append((str(channel), letter))
        return "" if channel == Channel.EMAIL else f"{channel}-{len(self.letters)}"

    def addresses(self):
        return [(channel, letter.address) for channel, letter in self.letters]


@pytest.fixture
def post(monkeypatch, by_day, known):
    """The Post of this test, with one kind of message, by day."""
    known()
    post = Post()
    monkeypatch.setattr(ways, "opener_of", post.opener_of)
    return post


@pytest.fixture
def deliver():
    """What is not urgent, once; counts by the name of the state."""
    return lambda **facts: dict(delivery.deliver(**{"is_urgent": False} | facts))


@pytest.fixture
def gateway(settings):
    """The gateway of the settings for SMS and WhatsApp, on the loopback."""
    with gateways.running() as running:
        for name in ("SMS", "WHATSAPP"):
            setattr(settings, f"{name}_GATEWAY_URL", running.url)
            setattr(settings, f"{name}_GATEWAY_TOKEN", "a token")
            setattr(settings, f"{name}_GATEWAY_RECEIPT_KEY", running.receipt_key)
        yield running
