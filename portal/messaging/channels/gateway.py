"""SMS and WhatsApp: HTTP requests to the gateways of the settings. What a gateway has to understand: docs/api.md."""

import json
from contextlib import contextmanager
from itertools import islice

import requests
from django.conf import settings

from portal.messaging.channels import LONGEST_REFERENCE, NotNow, Refused
from portal.messaging.models import Channel

CONNECT, READ = 5, 10  # seconds
LARGEST_ANSWER, PIECE = 10_000, 1_000  # bytes
# Its word on us (address, token, too fast) or on the moment, not on a message.
NOT_ABOUT_THE_MESSAGE = {401, 403, 404, 405, 408, 409, 425, 429}
JUST_TAKING = 409  # another worker's letter of the same key
# What it says of a number, when it refuses a message or reports one that did not arrive.
DEAD = {"unknown_number", "not_on_whatsapp", "number_closed"}
ABOUT_A_MESSAGE = {"expired", "rejected"}


class GatewaySettings:
    """Of one channel; without ``url`` there is no gateway."""

    def __init__(self, channel):
        name = Channel(channel).name
        self.url = getattr(settings, f"{name}_GATEWAY_URL")
        self.token = getattr(settings, f"{name}_GATEWAY_TOKEN")
        self.receipt_key = getattr(settings, f"{name}_GATEWAY_RECEIPT_KEY")


@contextmanager
def opened(channel):
    """Yields ``send(letter) -> reference``, over one connection that is opened when the first letter goes."""
    with requests.Session() as session:
        # Neither a proxy nor a password file of this machine has a say in where the token goes.
        session.trust_env = False
        yield _Gateway(session, channel).send


class _Gateway:
    def __init__(self, session, channel):
        self.session, self.channel = session, channel
        self.settings = GatewaySettings(channel)

    def send(self, letter):
        try:
            answer = self._ask(letter)
        except requests.RequestException as problem:
            raise NotNow(f"gateway_{type(problem).__name__}"[:40]) from None
        return _reference(*answer)

    def _ask(self, letter):
        """(status, what it says as a dict). Redirects are not followed: the token is for this address alone."""
        headers = {
            "Authorization": f"Bearer {self.settings.token}",
            "Idempotency-Key": f"{letter.key}-{self.channel}",
        }
        message = {"channel": str(self.channel), "to": letter.address, "text": letter.body, "language": letter.language}
        with self.session.post(
            self.settings.url,
            json=message,
            headers=headers,
            timeout=(CONNECT, READ),
            allow_redirects=False,
            stream=True,
        ) as response:
            body = b"".join(islice(response.iter_content(PIECE), LARGEST_ANSWER // PIECE))
            return response.status_code, as_dict(body)


def _reference(status, said):
    if 200 <= status < 300:
        reference = said.get("reference", "")
        # No other one can be kept and be told again in a receipt. The message was taken all the same.
        is_one = isinstance(reference, str) and reference.isascii() and reference.isprintable()
        return reference.strip() if is_one and len(reference) <= LONGEST_REFERENCE else ""
    if status in NOT_ABOUT_THE_MESSAGE or not 400 <= status < 500:
        raise NotNow(f"gateway_{status}", is_about_letter=status == JUST_TAKING)
    code = known_code(said.get("code"))
    raise Refused(code or f"gateway_{status}", address_is_dead=code in DEAD)


def known_code(code):
    """``code`` if it is one that the two sides agreed on, else "": a free word of the other side may hold anything."""
    return code if isinstance(code, str) and code in DEAD | ABOUT_A_MESSAGE else ""


def as_dict(body):
    """What a body in JSON says; {} for any other."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
