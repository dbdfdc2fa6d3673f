"""A code on its way to one's own number or address, between two pages: what it is for, and whether it came back."""

import time
from dataclasses import dataclass

from allauth.core import ratelimit

from portal.accounts import between_pages, ceiling, codes, limits, proof
from portal.accounts.models import OneTimeCode
from portal.messaging.dead import revive


@dataclass
class Begun:
    """``target``: number (E.164) or address; ``word``: under which the code is kept, so that it fits this visit only."""

    target: str
    word: str
    at: float


def may_send(request, target):
    """Counts a code to ``target``: by account, and by target whoever asks, since it may be a stranger's."""
    own = ratelimit.consume(request, action="own_contact", key=str(request.user.pk))
    return own and ratelimit.consume(request, action="new_contact", key=target) and _is_below_ceiling(request, target)


def _is_below_ceiling(request, target):
    own = (request.user.phone, proof.confirmed_email(request.user))
    return target in own or ceiling.take(target)


def begin(request, purpose, target):
    """Keep in the session what is begun; an earlier one for the same purpose counts no more, in any tab."""
    kept = Begun(target, codes.word_of_a_visit(), time.time())
    between_pages.keep(request, purpose, kept)
    return kept


def begun(request, purpose):
    """What ``begin`` kept, or None: nothing, or too long ago."""
    return between_pages.kept(request, purpose, Begun)


def is_proved(request, purpose, kept, code):
    """Whether the code came back; then the way is over. Wrong ones are counted per code, per account and per target."""
    counts = [("own_code", str(request.user.pk))]
    if purpose != OneTimeCode.Purpose.PROOF:
        counts.append(("code_of_new_contact", kept.target))
    tried = [limits.take(request, action, key) for action, key in counts]
    if not all(tried) or not codes.use_code(kept.word, purpose, code):
        return False
    for usage in tried:
        usage.rollback()
    del request.session[purpose]
    revive(kept.target)
    return True
