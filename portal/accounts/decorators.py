"""The marks by which a closed page says whom it lets in. Public pages say so with portal.lib.public."""

from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.accounts import proof
from portal.accounts.roles import STAFF_ROLES
from portal.accounts.second_factor import was_proved_within


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


def weighty(view):
    """Ask for the second factor again, if the last proof is older than ``WEIGHTY_SECONDS``; below the other marks.

    For the rare acts with which a thief at an open screen would do lasting harm: giving and taking roles, opening
    somebody's account at the counter, changing what opens the own one. Not for the daily work on files.

    The page of the form asks, the form itself has ``WEIGHTY_FORM_SECONDS`` more: what a head typed meanwhile is not
    lost. So the view answers GET as well. A form that comes later still is led to the question and back to its page,
    to be filled in again: kept meanwhile, it would be sent by whoever sits there. Who has no second factor is asked
    nothing; staff without one come to no page at all.
    """
    return _asking_again(view, lambda: settings.WEIGHTY_SECONDS + settings.WEIGHTY_FORM_SECONDS)


def weighty_within(seconds):
    """As ``weighty``, for an act with nothing to type: its form too has to come within ``seconds`` of the proof."""
    return lambda view: _asking_again(view, lambda: seconds)


def _asking_again(view, longest):
    @wraps(view)
    def asked(request, *args, **kwargs):
        is_form = request.method not in {"GET", "HEAD"}
        if was_proved_within(request, longest() if is_form else settings.WEIGHTY_SECONDS):
            return view(request, *args, **kwargs)
        if is_form:
            messages.info(request, _("That took a while. Please fill in the form once more."))
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': _page_of(request)})}")

    asked.is_weighty = True
    return asked


def asked_again(view):
    """Ask for what the account has (password, PIN, a code) as ``weighty`` asks for the second factor; below that one.

    Nothing of a form that comes too late is kept: it may hold a new PIN.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        is_form = request.method not in {"GET", "HEAD"}
        if proof.was_given_within(request, settings.WEIGHTY_SECONDS + is_form * settings.WEIGHTY_FORM_SECONDS):
            return view(request, *args, **kwargs)
        if is_form:
            messages.info(request, _("That took a while. Please fill in the form once more."))
        if not get_adapter().get_reauthentication_methods(request.user):
            messages.error(request, _("Here we cannot check that it is you. Please come to an office with your KTP."))
            return redirect("account_contacts")
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': _page_of(request)})}")

    asked.is_asked_again = True
    return asked


def _page_of(request):
    """The page to come back to: the one asked for; for a form the one it stood on, if the browser says so."""
    came_from = request.META.get("HTTP_REFERER", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, request.is_secure()
    ):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path()
