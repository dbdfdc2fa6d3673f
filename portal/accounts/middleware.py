"""Who acts in this request, and which pages are closed to them."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from portal.accounts import codes
from portal.accounts.acting import Acting
from portal.accounts.second_factor import has_own_factor, has_second_factor, needs_second_factor
from portal.accounts.sessions import keep_shared_phone_awake, user_of
from portal.lib.client_ip import client_ip

# The office a person of several offices acts in, by the id of the membership.
CHOSEN_MEMBERSHIP = "acting_membership"

# Where a staff member may go before the second factor: to set it up, to give it, to leave.
BEFORE_THE_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_reauthenticate_code",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
    }
)


class ActingMiddleware:
    """Give each request its user, ``acting`` and ``memberships``; none reads the session until somebody asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.user = SimpleLazyObject(lambda: user_of(request))
        request.memberships = SimpleLazyObject(lambda: _current_memberships(request))
        request.acting = SimpleLazyObject(lambda: _acting(request))
        return self.get_response(request)


def _current_memberships(request):
    if not request.user.is_authenticated:
        return []
    memberships = (
        request.user.memberships.around_today()
        .select_related("office__province", "village")
        .order_by("valid_from", "pk")
    )
    return [membership for membership in memberships if membership.is_current()]


def _acting(request):
    ip = client_ip(request.META, settings.TRUSTED_PROXIES)
    if not request.user.is_authenticated:
        return Acting(ip=ip)
    membership = _chosen_membership(request)
    if membership:
        membership.note_use()
    return Acting(user=request.user, membership=membership, ip=ip)


def _chosen_membership(request):
    """The one that acts, or None: nobody acts for an office they did not choose, even if another one just ended."""
    if not (request.memberships and has_second_factor(request)):
        return None
    chosen = request.session.get(CHOSEN_MEMBERSHIP)
    if chosen is None and len(request.memberships) == 1:
        return request.memberships[0]
    return next((own for own in request.memberships if own.pk == chosen), None)


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Every page asks for a log-in unless its view says otherwise; staff also for their second factor.

    Django's own looks at the user first and so reads the session, and adds ``Vary: Cookie``, on public pages too.
    """

    def get_login_url(self, view_func):
        return codes.log_in_page() if getattr(view_func, "is_person_page", False) else super().get_login_url(view_func)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True) or request.path_info.startswith(settings.OWN_GUARD_PREFIXES):
            return None
        if not request.user.is_authenticated:
            return self.handle_no_permission(request, view_func)
        keep_shared_phone_awake(request)
        if request.resolver_match.view_name in BEFORE_THE_SECOND_FACTOR:
            return None
        if needs_second_factor(request) and not has_second_factor(request):
            return _ask_for_second_factor(request)
        if hasattr(view_func, "staff_roles") and request.memberships and not request.acting.membership:
            return _ask_for_office(request)
        return None


def _ask_for_second_factor(request):
    step = "mfa_reauthenticate" if has_own_factor(request.user) else "mfa_activate_totp"
    # A form that was on its way is not repeated afterwards: the person sends it again.
    target = request.get_full_path() if request.method == "GET" else reverse(settings.LOGIN_REDIRECT_URL)
    return redirect(f"{reverse(step)}?{urlencode({'next': target})}")


def _ask_for_office(request):
    target = request.get_full_path() if request.method == "GET" else reverse("pages:staff_home")
    return redirect(f"{reverse('account_choose_office')}?{urlencode({'next': target})}")
