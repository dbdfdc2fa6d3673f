"""Steps that many tests take in a browser, whatever the way in."""

import time

from django.core import mail
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
