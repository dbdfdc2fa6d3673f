"""What every part asks first: the environment and the mode.

``.env`` is read if it is there; a laptop's is written by make.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env", overwrite=False)

MODE = env.str("PORTAL_MODE", "production")
if MODE not in {"production", "laptop"}:
    raise ImproperlyConfigured(f"PORTAL_MODE is {MODE!r}; it may be 'laptop', or unset for production.")
LAPTOP = MODE == "laptop"


def required(name, laptop=None):
    """A value that production must be given; on a laptop ``laptop`` stands in for it."""
    value = env.str(name, laptop if LAPTOP else "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Production needs it; see .env.example.")
    return value


def secret(name, laptop, length):
    """A secret of at least ``length`` signs; production refuses a weak one and the laptop's, which is public."""
    value = required(name, laptop)
    is_known = value == laptop or value.startswith("django-insecure")
    if not LAPTOP and (is_known or len(value) < length or len(set(value)) < length // 4):
        raise ImproperlyConfigured(f"{name} is weak. Production needs a long random one; see .env.example.")
    return value
