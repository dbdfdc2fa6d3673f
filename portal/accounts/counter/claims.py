"""Claim codes: made, found and spent here and nowhere else. The database knows a keyed hash only."""

import hmac

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.accounts.acting import Acting
from portal.accounts.counter.purposes import OPENS_ACCOUNT, Purpose
from portal.accounts.models import ClaimCode
from portal.accounts.models.claim_code import TRIES
from portal.audit.services import record
from portal.lib import codes

NO_HASH = "-" * 64  # compared where there is no code: the same work


def make_code(claim):
    """Give ``claim``, locked by the caller, a fresh code and return it; an earlier one counts no more."""
    code = codes.new_code(codes.CLAIM)
    claim.code_hash, claim.tries_left = _hashes(code)[0], TRIES
    claim.save(update_fields=["code_hash", "tries_left"])
    return code


def claim_of(code):
    """The ClaimCode that this code opens an account by, or None. It is not used up; ``code`` as typed."""
    return ClaimCode.objects.live().filter(code_hash__in=_hashes(code), purpose__in=OPENS_ACCOUNT).first()


def spend_for_new_device(user, code):
    """Whether ``code`` (as typed) is the account's live code for a new device; then it is used up.

    A wrong one costs a try: after five the account needs another code. ``user`` may be None, where nobody is meant:
    the same work and the same entry in the audit. Raises nothing.
    """
    typed, now = _hashes(code), timezone.now()
    with transaction.atomic():
        live = ClaimCode.objects.live().filter(account=user, purpose=Purpose.NEW_DEVICE)
        claim = live.select_for_update().first()
        kept = claim.code_hash if claim else NO_HASH
        is_right = any(hmac.compare_digest(kept, one) for one in typed)
        if claim:
            claim.tries_left -= 1
            claim.used_at = now if is_right else None
            claim.save(update_fields=["tries_left", "used_at"])
        verb = "used" if is_right else "refused"
        record(Acting(user=user), f"accounts.claim_code_{verb}", user, reason_code=Purpose.NEW_DEVICE)
        return is_right


def _hashes(code):
    """Under the present key first. A paper lives for weeks, so a former key still counts while it is being changed."""
    text = f"claim code {codes.parse(code)}".encode()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [hmac.digest(key.encode(), text, "sha256").hex() for key in keys]
