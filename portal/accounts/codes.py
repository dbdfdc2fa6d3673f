"""One-time codes by SMS: made, sent and checked here and nowhere else. They wait for no quiet hours."""

import hmac
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.accounts import sms
from portal.accounts.models import OneTimeCode

DIGITS = 6
TRIES = 5
KEPT = timedelta(days=1)  # after its end, then the row goes

log = structlog.get_logger(__name__)
# The person's answer does not wait for the gateway: a slower one would tell that a code is on its way.
_senders = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sms")


def can_send():
    """Whether codes by SMS reach anybody: production needs a gateway, a laptop writes them to a file."""
    return bool(settings.SMS_GATEWAY_URL) or settings.LAPTOP


def log_in_page():
    """Name of the log-in to begin with: most people here have a phone and no e-mail; the other way is one tap away."""
    return "account_phone_login" if can_send() else "account_login"


def send_code(contact, purpose, *, kept_as=""):
    """Send a fresh code to ``contact`` (E.164); an earlier one for the same purpose counts no more.

    Whoever asks for it is counted before, by the page. Returns the Future of the sending.
    ``kept_as``: a visit's own word, by which ``use_code`` then knows it. So a stranger who asks for codes to the same
    number neither replaces this one nor spends its tries.
    """
    return _senders.submit(_deliver, contact, f"Jalur Resmi: {_keep_fresh_code(kept_as or contact, purpose)}")


def keep_decoy(kept_as, purpose):
    """The work of ``send_code`` where nobody is meant: nothing is sent."""
    _keep_fresh_code(kept_as, purpose)


def make_code(kept_as, purpose):
    """A fresh code that the caller mails; kept and counted like one that is sent."""
    return _keep_fresh_code(kept_as, purpose)


def word_of_a_visit():
    return secrets.token_hex(10)


def _keep_fresh_code(contact, purpose):
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    now = timezone.now()
    OneTimeCode.objects.filter(expires_at__lt=now - KEPT).delete()
    OneTimeCode.objects.bulk_create(
        [
            OneTimeCode(
                contact=contact,
                purpose=purpose,
                code_hash=_hash(contact, purpose, code),
                expires_at=now + timedelta(seconds=settings.CODE_SECONDS),
                tries_left=TRIES,
            )
        ],
        update_conflicts=True,
        unique_fields=["contact", "purpose"],
        update_fields=["code_hash", "expires_at", "tries_left", "used_at"],
    )
    return code


def use_code(contact, purpose, code):
    """Whether this is the live code of the contact; then it is used up. A wrong one costs a try."""
    typed = _hash(contact, purpose, code)
    with transaction.atomic():
        live = OneTimeCode.objects.live().filter(contact=contact, purpose=purpose)
        row = live.select_for_update().first()
        if row is None:
            return False
        is_right = hmac.compare_digest(row.code_hash, typed)
        row.tries_left -= 1
        row.used_at = timezone.now() if is_right else None
        row.save(update_fields=["tries_left", "used_at"])
        return is_right


def spend(contact, purpose):
    """Whether a code of the contact was used and not yet spent on what it is for; of two at once one hears yes."""
    return OneTimeCode.objects.filter(contact=contact, purpose=purpose).exclude(used_at=None).delete()[0] > 0


def _hash(contact, purpose, code):
    text = f"one-time code {purpose} {contact} {code}"
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256").hex()


def _deliver(contact, text):
    if not settings.SMS_GATEWAY_URL:
        _keep_on_the_laptop(contact, text)
        return
    try:
        sms.send(contact, text)
    except sms.SmsNotSent as problem:
        # Neither number nor code: the person asks for another one.
        log.warning("sms_not_sent", reason=str(problem))


def _keep_on_the_laptop(contact, text):
    file = Path(settings.LAST_CODE_FILE)
    file.parent.mkdir(exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(f"{contact}  {text}\n")
