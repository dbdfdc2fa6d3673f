"""What allauth asks us about the national log-in: which provider, and what happens when something goes wrong."""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts import records

CANCELLED = _("You stopped the log-in there. Nothing was changed.")
DID_NOT_WORK = _("The log-in there did not work. Please try again later, or use another way.")
SOMEBODY_ELSE = _("That was another account there. Please log in with the one that is linked here.")
LONGEST_NAME = 150


class NationalAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "connected_other": _("This national account belongs to another account here."),
    }

    def list_apps(self, request, provider=None, client_id=None):
        # From the settings alone: a row in the database would be a second door, opened by whoever may write there.
        app = national_app()
        is_meant = app and provider in {None, app.provider, app.provider_id} and client_id in {None, app.client_id}
        return [app] if is_meant else []

    def get_requests_session(self):
        session = super().get_requests_session()
        session.max_redirects = 0  # secret and code are for the address that was asked, and no other
        return session

    def populate_user(self, request, sociallogin, data):
        name = data.get("name")
        sociallogin.user.name = "".join(filter(str.isprintable, name))[:LONGEST_NAME] if isinstance(name, str) else ""
        sociallogin.user.email = None
        return sociallogin.user

    def pre_social_login(self, request, sociallogin):
        sociallogin.token = None  # else it would lie in the session
        sociallogin.state |= {"proved_email": sociallogin.proved_email, "at": time.time()}
        process = sociallogin.state["process"]
        if process == AuthProcess.REDIRECT:
            _note_asked_again(request, sociallogin)
        elif process == AuthProcess.LOGIN and sociallogin.is_existing:
            if sociallogin.was_asked_just_now:
                record_authentication(request, sociallogin.user, "national")
            if sociallogin.has_second_factor:
                record_authentication(request, sociallogin.user, "mfa", type="national")

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        raise ImmediateHttpResponse(went_wrong(request, CANCELLED if error == AuthError.CANCELLED else DID_NOT_WORK))


def _note_asked_again(request, sociallogin):
    """The person logged in there once more, to show that it is them; nobody else may sit here with their account."""
    if not sociallogin.is_existing or sociallogin.user.pk != request.user.pk:
        raise ImmediateHttpResponse(went_wrong(request, SOMEBODY_ELSE))
    if not sociallogin.was_asked_just_now:
        raise ImmediateHttpResponse(went_wrong(request, DID_NOT_WORK))
    record_authentication(request, request.user, "national", reauthenticated=True)


def went_wrong(request, sentence):
    """Back to where the person came from, with a sentence."""
    if sentence is not CANCELLED:
        records.national_log_in_failed(request)
    messages.error(request, str(sentence))
    return redirect("socialaccount_connections" if request.user.is_authenticated else "account_login")


def national_app():
    """The provider of the settings, or None: then there is no national log-in."""
    if not settings.NATIONAL_LOGIN_ISSUER:
        return None
    return SocialApp(
        provider="national",
        # A subject is somebody at one issuer only: with another issuer nobody is linked yet.
        provider_id=settings.NATIONAL_LOGIN_ISSUER.rstrip("/"),
        name=national_name(),
        client_id=settings.NATIONAL_LOGIN_CLIENT_ID,
        secret=settings.NATIONAL_LOGIN_CLIENT_SECRET,
        settings={"oauth_pkce_enabled": True, "scope": ["openid", *settings.NATIONAL_LOGIN_SCOPES]},
    )


def national_name():
    """What the provider is called, in the active language."""
    return settings.NATIONAL_LOGIN_NAME_EN if get_language() == "en" else settings.NATIONAL_LOGIN_NAME
