"""The marks by which a closed page says whom it lets in. Public pages say so with portal.lib.public."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.views.decorators.cache import never_cache

from portal.accounts.roles import STAFF_ROLES


def staff_page(*roles):
    """Let in whoever acts in one of ``roles``; to everybody else the page does not exist.

    Acting in a staff role already means: current membership, second factor passed. ``roles`` must be named;
    a page for all of them says ``@staff_page(*STAFF_ROLES)``.
    """
    allowed = frozenset(roles)
    if not allowed or not allowed <= STAFF_ROLES:
        raise ValueError("A staff page names the staff roles it is for.")

    def mark(view):
        @never_cache
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.acting.role not in allowed:
                raise Http404
            return view(request, *args, **kwargs)

        guarded.staff_roles = allowed
        return guarded

    return mark


def person_page(view):
    """Let in anybody who is logged in, for what is their own; nothing of it is kept by a cache."""

    @never_cache
    @wraps(view)
    def own(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    own.is_person_page = True
    return own


def door_page(view):
    """Let in anybody on the way in, logged in or not; the page has a session, so nothing of it is kept by a cache."""

    @never_cache
    @login_not_required
    @wraps(view)
    def door(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    door.is_door = True
    return door
