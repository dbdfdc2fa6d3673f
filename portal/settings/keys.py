"""Keys of personal data at rest. Whoever loses them loses the data: they are kept apart from the database's backups."""

import base64
import binascii

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import secret


def _key(name, text):
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != 32:
        raise ImproperlyConfigured(f"{name} holds a key that is not 32 bytes in base64; see .env.example.")
    return key


def _by_version(name, text):
    parts = [part.strip().partition(":") for part in text.split(",")]
    versions = [version for version, _colon, _text in parts]
    fits = all(version.isdecimal() and 1 <= int(version) <= 255 for version in versions)
    if not fits or len(set(versions)) < len(versions):
        raise ImproperlyConfigured(f"{name} needs a number of its own, 1 to 255, before each key; see .env.example.")
    return {int(version): _key(name, key) for version, _colon, key in parts}


# Version to key, for AES-256-GCM; the first one seals, all open (portal/lib/sealed.py).
DATA_KEYS = _by_version("DATA_KEYS", secret("DATA_KEYS", "1:bGFwdG9wLW9ubHktZGF0YS1rZXktbGFwdG9wLW9ubHk=", 46))
# Of the blind indexes: the present key and, while they are being changed, the next one.
INDEX_KEYS = [
    _key("INDEX_KEYS", key.strip())
    for key in secret("INDEX_KEYS", "bGFwdG9wLW9ubHktaW5kZXgta2V5LWxhcHRvcC1vbmw=", 44).split(",")
]
if len(INDEX_KEYS) > 2:
    raise ImproperlyConfigured("INDEX_KEYS are the present key and at most the next one; see .env.example.")
