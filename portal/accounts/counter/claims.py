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


def spend_for_new_device(users, code):
    """The one of ``users`` whose live code for a new device ``code`` (as typed) is, or None; it is used up then.

    A wrong one costs a try: after five the account needs another code. Where several may be meant, people of one
    number and one PIN, it costs none of theirs: nobody knows who typed it, and else one of a household would use up
    the papers of the others. The visit has its own five tries, and the code is too long to be guessed in any number
    of visits. ``users`` may be empty, where nobody is meant: the same work and the same entry in the audit.
    """
    typed, now = _hashes(code), timezone.now()
    with transaction.atomic():
        live = ClaimCode.objects.live().filter(account__in=users, purpose=Purpose.NEW_DEVICE)
        # In one order, so that two log-ins at the same moment wait for each other instead of locking each other out.
        claims = list(live.order_by("pk").select_for_update())
        right = next((claim for claim in claims if _is_right(claim.code_hash, typed)), None)
        if not claims:
            _is_right(NO_HASH, typed)
        charged = right or (claims[0] if len(users) == len(claims) == 1 else None)
        if charged:
            charged.tries_left -= 1
            charged.used_at = now if right else None
            charged.save(update_fields=["tries_left", "used_at"])
        meant = [user for user in users if right and user.pk == right.account_id] if len(users) > 1 else users
        user = meant[0] if meant else None
        verb = "used" if right else "refused"
        record(Acting(user=user), f"accounts.claim_code_{verb}", user, reason_code=Purpose.NEW_DEVICE)
        return user if right else None


def _is_right(code_hash, typed):
    return any(hmac.compare_digest(code_hash, one) for one in typed)


def _hashes(code):
    """Under the present key first. A paper lives for weeks, so a former key still counts while it is being changed."""
    text = f"claim code {codes.parse(code)}".encode()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [hmac.digest(key.encode(), text, "sha256").hex() for key in keys]
