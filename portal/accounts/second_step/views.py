"""The second step: app, passkeys, recovery codes. allauth's own views, with what our rules add."""

import json

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth, flows
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.accounts import records
from portal.accounts.decorators import weighty
from portal.accounts.models import User
from portal.accounts.second_factor import has_own_factor, may_set_up, needs_second_factor, second_factor_of
from portal.accounts.second_step.forms import REFUSED, PasskeyAgainForm
from portal.accounts.sessions import SHARED_PHONE
from portal.lib.dates import WIB, short_date

PASSKEYS_PER_ACCOUNT = 10


AFTERWARDS = "after_set_up"  # in the session: the page that somebody without a factor was on the way to


class _SetsUp:
    """A page that sets up a factor. Whoever needs one and has none yet proves the mailbox first."""

    def dispatch(self, request, *args, **kwargs):
        target = get_next_redirect_url(request)
        if not has_own_factor(request.user) and not may_set_up(request):
            return render(request, "mfa/totp/prove_mailbox.html", {"target": target or ""})
        if target:
            request.session[AFTERWARDS] = target
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        is_first = needs_second_factor(self.request) and not has_own_factor(self.request.user)
        return super().get_context_data(**kwargs) | {
            "is_first": is_first,
            "offers_passkey": is_first and may_have_passkey(self.request),
        }

    def note_passed(self, authenticator):
        # Its first proof was given just now: this log-in has passed its second factor.
        record_authentication(self.request, self.request.user, "mfa", id=authenticator.pk, type=authenticator.type)


class ActivateTOTPView(_SetsUp, totp.ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        self.note_passed(Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP))
        return response


class _OneAfterTheOther:
    """Two tabs that switch off two factors at once would both find the other one still there."""

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            User.objects.select_for_update().get(pk=request.user.pk)
            return super().post(request, *args, **kwargs)


class DeactivateTOTPView(_OneAfterTheOther, totp.DeactivateTOTPView):
    pass


class AddPasskeyView(_SetsUp, webauthn.AddWebAuthnView):
    template_name = "mfa/webauthn/add_form.html"

    def dispatch(self, request, *args, **kwargs):
        if is_full(request.user) or not may_have_passkey(request):
            return redirect("mfa_list_webauthn")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        # Its keys need neither a finger nor a PIN, and the device may forget them: ours replace them.
        context = super().get_context_data(**kwargs)
        return context | {"options": json.dumps(auth.begin_registration(self.request.user, passwordless=True))}

    def form_valid(self, form):
        self.object, codes = flows.add_authenticator(
            self.request, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"]
        )
        self.note_passed(self.object)
        return redirect("mfa_view_recovery_codes" if codes else "mfa_list_webauthn")


class ListPasskeysView(webauthn.ListWebAuthnView):
    template_name = "mfa/webauthn/authenticator_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "rows": [_row(passkey) for passkey in self.object_list.order_by("pk")],
            "is_shared": self.request.session.get(SHARED_PHONE, False),
            "is_full": is_full(self.request.user),
            "elsewhere": "" if is_our_domain(self.request) else settings.PASSKEY_DOMAIN,
        }


def _row(passkey):
    return {
        "pk": passkey.pk,
        "name": passkey.wrap().name,
        "added": _day(passkey.created_at),
        "used": _day(passkey.last_used_at) if passkey.last_used_at else _("not yet"),
    }


def _day(moment):
    return short_date(moment.astimezone(WIB).date())


class RemovePasskeyView(_OneAfterTheOther, webauthn.RemoveWebAuthnView):
    template_name = "mfa/webauthn/authenticator_confirm_delete.html"

    def get_context_data(self, **kwargs):
        may_go = get_adapter().can_delete_authenticator(self.object)
        return super().get_context_data(**kwargs) | {"may_go": may_go}

    def form_valid(self, form):
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


class RenamePasskeyView(webauthn.EditWebAuthnView):
    template_name = "mfa/webauthn/edit_form.html"


class PasskeyLogInView(webauthn.LoginWebAuthnView):
    """``passkey.js`` asks for the challenge, the form of the log-in page brings its answer."""

    def get(self, request, *args, **kwargs):
        if request.headers.get("Accept") != "application/json":
            return redirect("account_login")
        return JsonResponse(auth.begin_authentication(user=None))

    def form_valid(self, form):
        passkey = form.cleaned_data["credential"]
        # The passkey is the proof; whether an e-mail address is proved, or there is one, is no matter here.
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request), email_verification="none")
        return flows.perform_passwordless_login(self.request, passkey, login)

    def form_invalid(self, form):
        records.passkey_failed(self.request)
        messages.error(self.request, REFUSED)
        return redirect(passthrough_next_redirect_url(self.request, reverse("account_login"), "next"))


class SecondStepView(base.AuthenticateView):
    """After the password: the code, or the passkey."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        ways = second_factor_of(self.stage.login.user)
        return context | {"ways": ways, "options": json.dumps(context["js_data"]["request_options"])}

    def form_invalid(self, form):
        if form is self.webauthn_form:
            records.passkey_failed(self.request, self.stage.login.user)
        return super().form_invalid(form)


class SecondStepAgainView(base.ReauthenticateView):
    """Is it you? One page for the code and the passkey."""

    template_name = "mfa/reauthenticate.html"

    def post(self, request, *args, **kwargs):
        if "credential" not in request.POST:
            return super().post(request, *args, **kwargs)
        given = PasskeyAgainForm(request.POST, user=request.user)
        if given.is_valid():
            return self.form_valid(given)
        records.passkey_failed(request, request.user)
        return self.render_to_response(
            self.get_context_data(form=self.get_form_class()(user=request.user), given=given)
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        ways = second_factor_of(self.request.user)
        options = json.dumps(dict(auth.begin_authentication(self.request.user))) if ways["passkeys"] else ""
        minutes = settings.WEIGHTY_SECONDS // 60
        return context | {"ways": ways, "options": options, "minutes": minutes}


class RecoveryCodesView(recovery_codes.ViewRecoveryCodesView):
    """Shown once. After the first set-up the way goes on to where the person was going."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        home = "pages:staff_home" if self.request.memberships else "pages:person_home"
        return context | {"onward": self.request.session.pop(AFTERWARDS, "") or reverse(home)}


class IndexView(base.IndexView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"ways": second_factor_of(self.request.user)}


def is_full(user):
    return second_factor_of(user)["passkeys"] >= PASSKEYS_PER_ACCOUNT


def may_have_passkey(request):
    """Whether a key made in this browser would be the person's own, and good for this address."""
    return not request.session.get(SHARED_PHONE) and is_our_domain(request)


def is_our_domain(request):
    """Whether the browser is at an address our passkeys are good for; never at a bare number."""
    host, domain = request.get_host().rpartition(":")[0] or request.get_host(), settings.PASSKEY_DOMAIN
    return host == domain or host.endswith(f".{domain}")


index = never_cache(IndexView.as_view())
activate_totp = never_cache(weighty(ActivateTOTPView.as_view()))
deactivate_totp = never_cache(weighty(DeactivateTOTPView.as_view()))
view_recovery_codes = never_cache(weighty(RecoveryCodesView.as_view()))
list_passkeys = never_cache(ListPasskeysView.as_view())
add_passkey = never_cache(weighty(AddPasskeyView.as_view()))
remove_passkey = never_cache(weighty(RemovePasskeyView.as_view()))
rename_passkey = never_cache(RenamePasskeyView.as_view())
log_in_by_passkey = PasskeyLogInView.as_view()
give = SecondStepView.as_view()
give_again = never_cache(SecondStepAgainView.as_view())
