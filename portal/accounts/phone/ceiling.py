"""How many SMS an hour leave for numbers that nobody has proved: a stranger from many addresses can name any number."""

import time

import structlog
from django.conf import settings
from django.core.cache import cache

HOUR = 3_600  # seconds

log = structlog.get_logger(__name__)


def take(number):
    """Count an SMS to ``number`` (E.164); False beyond the ceiling of the settings, numbers abroad by their own.

    Whether somebody has an account there must not matter: else a full ceiling would tell.
    """
    where = "home" if number.startswith("+62") else "abroad"
    most = settings.SMS_TO_NEW_NUMBERS_PER_HOUR if where == "home" else settings.SMS_ABROAD_TO_NEW_NUMBERS_PER_HOUR
    key = f"sms-to-new-numbers:{where}:{int(time.time() // HOUR)}"
    cache.add(key, 0, 2 * HOUR)
    sent = cache.incr(key)
    if sent == most + 1:
        log.error("sms_ceiling_reached", where=where, most=most)
    return sent <= most
