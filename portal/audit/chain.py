"""How an entry is hashed, a seal chained and signed. What stands here may never change for rows already sealed."""

import base64
import hashlib
import json
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

# The columns that a hash covers, in this order. A later column gets a list of its own, used from a seal on.
ENTRY_COLUMNS = (
    "id", "at", "user_id", "membership_id", "role", "office_id", "system", "ip", "action",
    "subject_kind", "subject_id", "fields", "reason_code", "cluster", "xid",
)  # fmt: skip
HASH_BYTES = 32
BEFORE_THE_FIRST = bytes(HASH_BYTES)


def _moment(value):
    """A moment as text that is the same in every session; other values as they are."""
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def _digest(values):
    return hashlib.sha256(json.dumps([_moment(value) for value in values], separators=(",", ":")).encode()).digest()


def entry_hash(row):
    """SHA-256 of one entry, given as a tuple in the order of ``ENTRY_COLUMNS``."""
    return _digest(row)


def seal_hash(seal, previous):
    """SHA-256 of a seal and the hash of the one before it (``BEFORE_THE_FIRST`` for number 1)."""
    return _digest(
        [seal.number, seal.at, seal.month.isoformat(), seal.cluster, seal.below_xid, seal.entry_ids,
         bytes(seal.entry_hashes).hex(), previous.hex()]
    )  # fmt: skip


def _private_key():
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(settings.AUDIT_SIGNING_KEY))


def _key_id(public):
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]


def public_key():
    """The public half of today's key in base64, as ``AUDIT_FORMER_KEYS`` takes it once the key is replaced."""
    return base64.b64encode(_private_key().public_key().public_bytes_raw()).decode()


def sign(content):
    """(key id, signature) of some bytes with the key of the settings."""
    private = _private_key()
    return _key_id(private.public_key()), private.sign(content)


class Verifier:
    """Today's key and the public halves of former ones."""

    def __init__(self):
        former = [Ed25519PublicKey.from_public_bytes(base64.b64decode(key)) for key in settings.AUDIT_FORMER_KEYS]
        self._keys = {_key_id(key): key for key in [_private_key().public_key(), *former]}

    def accepts(self, key_id, signature, content):
        if key_id not in self._keys:
            return False
        try:
            self._keys[key_id].verify(bytes(signature), content)
        except InvalidSignature:
            return False
        return True
