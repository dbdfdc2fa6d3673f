"""Steps that many tests take in a browser, whatever the way in."""

import time

from allauth.core import ratelimit
from django.core import mail
from django.test import RequestFactory
from django.urls import reverse


def post(client, page, /, *args, **fields):
    return client.post(reverse(page, args=args), fields)


def is_in(client):
    return "_auth_user_id" in client.session


def mailed_code():
    """The code in the newest mail."""
    return next(line for line in mail.outbox[-1].body.splitlines() if line.isdigit())


def minutes_pass(monkeypatch, minutes):
    now = time.time() + 60 * minutes
    monkeypatch.setattr(time, "time", lambda: now)


def tries_in_a_day(monkeypatch, attempt):
    """How often ``attempt`` is let through (returns True) in a day in which somebody comes back again and again."""
    now, tries = time.time(), 0
    often = [hour * 3_600 + minute * 60 for hour in range(3) for minute in range(4)]
    for past in (*often, *range(4 * 3_600, 86_000, 2 * 3_600)):
        monkeypatch.setattr(time, "time", lambda past=past: now + past)
        for _again in range(30):
            if not attempt():
                break
            tries += 1
    return tries


def others_were_here(action, people, address="127.0.0.1"):
    """So many people behind one address came to a page a moment ago: counted as the page counts them, without its work."""
    request = RequestFactory(headers={"x-forwarded-for": address}).post("/", REMOTE_ADDR=address)
    for person in range(people):
        assert ratelimit.consume(request, action=action, key=f"person {person}")
