"""Addresses that a message carries: signed, so that nobody guesses one, and without a word about whose they are."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import get_language

from portal.messaging.kinds import kind_named
from portal.messaging.models import Message

WORKS_FOR = timedelta(days=90)  # an old mailbox may come into other hands
KEY_SIGNS = 22  # of a UUID
SIGNATURE_BYTES = 8  # short enough for an SMS; a guess a second for a million years finds none


def token_of(message):
    return _text(message.key.bytes + _signature(message.key.bytes, settings.SECRET_KEY))


def message_of(token):
    """The message whose address this is, with its contact; None for anything that was not made by ``token_of``."""
    try:
        said = urlsafe_b64decode(f"{token}{'=' * (-len(token) % 4)}")
    except (NotBase64, ValueError):
        return None
    key, signature = said[:16], said[16:]
    if _text(said) != token or not any(
        hmac.compare_digest(signature, _signature(key, secret))
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ):
        return None
    return Message.objects.select_related("contact__user").filter(key=UUID(bytes=key)).first()


def is_over(message):
    """Whether its address lets nobody act any more without log-in. To refuse such messages it does so for ever."""
    return (message.closed_at or message.created_at) < timezone.now() - WORKS_FOR


def full_address(page, *arguments):
    """The address of a page (its URL name) in the active language, for somebody who reads it elsewhere."""
    return settings.SITE_ADDRESS + reverse(page, args=arguments)


def refusal_address(message):
    """Where one button ends the messages on its topic, without log-in."""
    before, after = _around_token(get_language(), get_script_prefix(), settings.ROOT_URLCONF)
    return f"{settings.SITE_ADDRESS}{before}{token_of(message)}{after}"


@lru_cache(maxsize=16)
def _around_token(*_place):
    """Worked out once for each language: it takes longer than all the rest of an address."""
    any_token = "A" * KEY_SIGNS
    before, _token, after = reverse("refusals:stop", args=[any_token]).partition(any_token)
    return before, after


def refusal_headers(message, contact):
    """What an e-mail says of how to end such mails with one click (RFC 8058); {} where they are owed."""
    if contact.office_id or kind_named(message.kind).topic.is_owed:
        return {}
    return {"List-Unsubscribe": f"<{refusal_address(message)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _signature(key, secret):
    return hmac.digest(f"address of a message {secret}".encode(), key, hashlib.sha256)[:SIGNATURE_BYTES]


def _text(said):
    return urlsafe_b64encode(said).decode().rstrip("=")
