"""How many codes an hour leave for numbers and addresses that nobody has proved: a stranger can name any of them."""

import time

import structlog
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

HOUR = 3_600  # seconds
NO_MORE_MAILS = _("We cannot send more codes by e-mail this hour. Please try again in an hour.")

log = structlog.get_logger(__name__)


def take(contact):
    """Count a code to ``contact`` (address, or number in E.164); False beyond the ceiling of the settings.

    Numbers abroad have their own. Whether somebody has an account there must not matter: else a full ceiling would tell.
    """
    where, most = _ceiling_of(contact)
    key = f"codes-to-strangers:{where}:{int(time.time() // HOUR)}"
    cache.add(key, 0, 2 * HOUR)
    sent = cache.incr(key)
    if sent == most + 1:
        log.error("code_ceiling_reached", where=where, most=most)
    return sent <= most


def _ceiling_of(contact):
    if "@" in contact:
        return "email", settings.CODES_TO_NEW_ADDRESSES_PER_HOUR
    if contact.startswith("+62"):
        return "home", settings.SMS_TO_NEW_NUMBERS_PER_HOUR
    return "abroad", settings.SMS_ABROAD_TO_NEW_NUMBERS_PER_HOUR
