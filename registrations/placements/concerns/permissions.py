"""Who looks after a word that something is wrong: the head of the office that clears, or the ministry. Nobody it is about."""

from portal.accounts.roles import Role
from registrations.permissions import may_be_own

READERS = frozenset({Role.BP3MI_HEAD, Role.MINISTRY_ADMIN})


def look_after(by, concern):
    """Whoever may read it may answer it, but never in a case of their own."""
    model = type(concern)
    visible = model.objects.visible_to(by).filter(pk=concern.pk).exists()
    return visible and not may_be_own(by, concern.placement.registration)
