"""What a visit has begun and not ended: kept in its session for as long as a code lives, in seconds of ``time``."""

import time
from dataclasses import asdict

from django.conf import settings


def keep(request, name, begun):
    """``begun``: a dataclass with ``at``, the moment; an earlier one of this name counts no more, in any tab."""
    request.session[name] = asdict(begun)


def kept(request, name, kind):
    """What ``keep`` was given, made into a ``kind`` again, or None: nothing, or too long ago."""
    facts = request.session.get(name)
    found = kind(**facts) if facts else None
    return found if found and time.time() - found.at < settings.CODE_SECONDS else None
