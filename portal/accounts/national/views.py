"""The way to the provider and back, a first account made from there, and the page of links."""

from functools import wraps

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.decorators import door_page, person_page, weighty
from portal.accounts.national import services
from portal.accounts.national.adapter import DID_NOT_WORK, national_app, national_name, went_wrong
from portal.accounts.national.forms import NewAccountForm, UnlinkForm
from portal.accounts.national.provider import NationalOAuth2Adapter
from portal.lib.dates import WIB, long_date


def only_if_set_up(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not national_app():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_POST
@door_page
@only_if_set_up
def log_in(request):
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return _leave(request, AuthProcess.LOGIN, get_next_redirect_url(request))


@require_POST
@person_page
@only_if_set_up
@weighty
def link(request):
    raise_if_reauthentication_required(request, app="allauth.socialaccount")
    return _leave(request, AuthProcess.CONNECT)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
@only_if_set_up
def prove(request):
    """Is it you? For whoever has nothing here that could be asked."""
    target = get_next_redirect_url(request) or reverse("account_contacts")
    ways = get_account_adapter().get_reauthentication_methods(request.user)
    if all(way["url"] != request.path for way in ways):
        return redirect("account_contacts")
    if request.method == "POST":
        return _leave(request, AuthProcess.REDIRECT, target)
    return render(request, "account/national/prove.html", {"next": target})


def _leave(request, process, next_url=None):
    """A page that goes on to the provider by itself: Chromium lets no form lead to another origin, not even by a
    redirect, and the rule that forbids it (form-action) is worth more than a page saved."""
    if answer := ratelimit.consume_or_429(request, action="national_login"):
        return answer
    provider = get_adapter(request).get_provider(request, national_app().provider_id)
    try:
        address = provider.way_out(request, process, next_url)
    except OAuth2Error:
        return went_wrong(request, DID_NOT_WORK)
    return render(request, "account/national/leave.html", {"address": address, "name": national_name()})


class _Return(OAuth2CallbackView):
    def _get_state(self, request, provider):
        state, answer = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = state["data"]["nonce"]
            activate(state["data"]["language"])  # the way back has one address for both
        return state, answer


@require_safe
@door_page
@only_if_set_up
def come_back(request):
    view = _Return.adapter_view(NationalOAuth2Adapter(request, national_app().provider_id))
    try:
        return view(request)
    except OAuth2Error:  # allauth asks the provider once more outside of its own net
        return went_wrong(request, DID_NOT_WORK)


@door_page
@only_if_set_up
def sign_up(request):
    if request.user.is_authenticated:
        return redirect("socialaccount_connections")
    newcomer = services.pending(request)
    if newcomer is None:
        return redirect("account_login")
    form = NewAccountForm(request.POST or None, initial={"name": newcomer.user.name})
    if request.method == "POST" and form.is_valid():
        try:
            return services.sign_up(request, newcomer, form.cleaned_data["name"])
        except services.AlreadyLinked:
            return went_wrong(request, DID_NOT_WORK)
    return render(request, "account/national/sign_up.html", {"form": form, "name": national_name()})


@require_safe
@person_page
@only_if_set_up
def links(request):
    rows = [
        {"pk": row.pk, "since": long_date(row.date_joined.astimezone(WIB).date())}
        for row in services.links_of(request.user)
    ]
    return render(
        request,
        "account/national/links.html",
        {"links": rows, "name": national_name(), "may_unlink": services.has_another_way_in(request.user)},
    )


@require_POST
@person_page
@only_if_set_up
@weighty
def unlink(request):
    raise_if_reauthentication_required(request, app="allauth.socialaccount")
    form = UnlinkForm(request.POST, links=services.links_of(request.user))
    if not form.is_valid():
        messages.info(request, _("This link is no longer there."))
    elif not services.has_another_way_in(request.user):
        messages.error(
            request,
            _("This is your only way in. First add an e-mail address, a phone number with a PIN, or a passkey."),
        )
    else:
        services.unlink(request, form.cleaned_data["link"])
        messages.success(request, _("The link is ended. All other devices are logged out."))
    return redirect("socialaccount_connections")
