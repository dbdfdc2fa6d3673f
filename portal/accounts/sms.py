"""The way of an SMS out of the house: one HTTP request to the gateway of the settings.

The gateway takes ``POST`` with JSON ``{"to": "+62…", "text": "…"}``, a bearer token, and an ``Idempotency-Key``:
the same key sent twice is one SMS. Any answer in 200 to 299 means that it took the message.
"""

import json
import uuid
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT = 5  # seconds, for connecting and for each answer
ATTEMPTS = 2  # of one message, under one key


class SmsNotSent(Exception):
    """The gateway did not take the message. Its text holds neither number nor message."""


def send(to, text):
    """Hand the message to the gateway; raises SmsNotSent. ``to``: E.164."""
    body = json.dumps({"to": to, "text": text})
    headers = {
        "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
        "Content-Type": "application/json",
        "Idempotency-Key": uuid.uuid4().hex,
    }
    said = ""
    for _attempt in range(ATTEMPTS):
        try:
            status = _post(body, headers)
        except (OSError, HTTPException) as problem:
            said = type(problem).__name__
            continue
        if 200 <= status < 300:
            return
        said = str(status)
        if status < 500:  # it understood and refused: once more would be refused again
            break
    raise SmsNotSent(said)


def _post(body, headers):
    """The status of the answer. Redirects are not followed: the token is for this address alone."""
    address = urlsplit(settings.SMS_GATEWAY_URL)
    connect = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = connect(address.hostname, address.port, timeout=TIMEOUT)
    try:
        connection.request("POST", address.path or "/", body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
