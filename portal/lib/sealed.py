"""Personal data at rest, under keys of its own (DATA_KEYS, INDEX_KEYS) that are changed by ``manage.py rotate_keys``.

``portal/lib/sealing.py`` is for what is small or can be handed in again, letters and second factors, under SECRET_KEY.
A sealed value is bound to its purpose, not to its row: whoever can write into the database can put one person's value
in another's place, and the blind index beside it then no longer fits.
"""

import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact, IsNull

NONCE = 12  # bytes
TAG = 16  # bytes


class SealBroken(Exception):
    """Sealed bytes that no key of ours opens: changed, cut, of another purpose, or of a key that is gone."""


def seal(purpose, content):
    """``content`` (bytes) under the newest key: one byte that tells the key's version, nonce, ciphertext with its tag."""
    version, key = next(iter(settings.DATA_KEYS.items()))
    nonce = os.urandom(NONCE)
    return bytes([version]) + nonce + _cipher(key).encrypt(nonce, content, purpose.encode())


def unseal(purpose, sealed):
    """What was sealed for ``purpose``; raises SealBroken, whose text holds no value."""
    sealed = memoryview(bytes(sealed))  # the database hands over views of another format
    if len(sealed) < 1 + NONCE + TAG:
        raise SealBroken(f"Sealed data of {purpose} are cut short.")
    key = settings.DATA_KEYS.get(sealed[0])
    if key is None:
        raise SealBroken(f"Sealed data of {purpose} need key {sealed[0]}, which is not in DATA_KEYS.")
    try:
        return _cipher(key).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], purpose.encode())
    except InvalidTag:
        raise SealBroken(f"Sealed data of {purpose} were changed, or key {sealed[0]} is another one.") from None


def blind_index(purpose, text):
    """32 bytes by which equal texts are found without opening them; None of "": nothing is equal to nothing."""
    return _index(settings.INDEX_KEYS[0], purpose, text)


def next_blind_index(purpose, text):
    """The same under the next key, for the column that waits for the swap; None while no next key is set."""
    return _index(settings.INDEX_KEYS[1], purpose, text) if settings.INDEX_KEYS[1:] else None


def blind_indexes(purpose, text):
    """What to look up, ``nik_index__in=...``: under the present key and the next, for while keys are swapped."""
    return [_index(key, purpose, text) for key in settings.INDEX_KEYS] if text else []


class SealedTextField(models.Field):
    """A text in Python, sealed bytes in the database; nothing is "", stored as no bytes.

    It can be asked for emptiness alone (``nik=""``): for equality there is a BlindIndexField beside it.
    """

    def __init__(self, *args, purpose, **options):
        self.purpose = purpose
        super().__init__(*args, **options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "purpose": self.purpose}

    def get_internal_type(self):
        return "BinaryField"

    def get_lookup(self, lookup_name):
        return {"exact": ExactlyNothing, "isnull": IsNull}.get(lookup_name)

    def to_python(self, value):
        return "" if value is None else str(value)

    def get_db_prep_value(self, value, connection, prepared=False):
        return connection.Database.Binary(seal(self.purpose, str(value).encode()) if value else b"")

    def from_db_value(self, value, expression, connection):
        return unseal(self.purpose, value).decode() if value else ""


class ExactlyNothing(Exact):
    def get_prep_lookup(self):
        if self.rhs != "":
            raise FieldError(f"{self.lhs.target} is sealed: ask its blind index.")
        return ""


class BlindIndexField(models.BinaryField):
    """``blind_index`` of a sealed text, 32 bytes or None.

    ``of``: the sealed field it belongs to, on this model ("nik") or on one it points to ("candidate.nik").
    ``is_next``: the column under the next key. With both, rotate_keys knows what to fill.
    """

    def __init__(self, *args, of, is_next=False, **options):
        self.of, self.is_next = of, is_next
        super().__init__(*args, **{**options, "null": True, "blank": True, "max_length": 32})

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        for fixed in ("null", "blank", "max_length"):
            del options[fixed]
        return name, path, args, {**options, "of": self.of, **({"is_next": True} if self.is_next else {})}

    def db_check(self, connection):
        return f"octet_length({connection.ops.quote_name(self.column)}) = 32"

    def from_db_value(self, value, expression, connection):
        return None if value is None else bytes(value)


@lru_cache(maxsize=16)
def _cipher(key):
    return AESGCM(key)


def _index(key, purpose, text):
    return hmac.digest(key, f"{purpose}\0{text}".encode(), "sha256") if text else None
