"""The national log-in as allauth knows it: any provider that speaks OpenID Connect, chosen by settings.

allauth brings state, PKCE and the exchange of the code. It neither sends a nonce nor checks the signature of the
ID token, nor whether the user-info is about the same person: that is done here.
"""

import hmac
import time
from urllib.parse import urlsplit

import structlog
from allauth.account.internal.emailkit import valid_email_or_none
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import get_language, override
from requests import RequestException

from portal.accounts.national.id_token import IdTokenRefused, verified_claims

NONCE = 32  # signs
JUST_NOW = 180  # seconds: there is time for a page of the provider after its log-in
ASK_AGAIN = {"prompt": "login", "max_age": "0"}  # with max_age the ID token must say when the person was asked
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")

log = structlog.get_logger(__name__)


def refusal(reason):
    """The error that allauth takes for "this did not work"; ``reason``: a code of ours, all that a log may hold."""
    log.warning("national_log_in_refused", reason=reason)
    return OAuth2Error(reason)


class NationalOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    nonce = ""  # of the log-in that comes back; its view fills it in from the session

    @property
    def openid_config(self):
        if not hasattr(self, "_openid_config"):
            issuer = settings.NATIONAL_LOGIN_ISSUER.rstrip("/")
            config = _read(f"{issuer}/.well-known/openid-configuration", "discovery")
            if str(config.get("issuer", "")).rstrip("/") != issuer:
                raise refusal("issuer")
            if not all(_is_safe(config.get(name)) for name in ENDPOINTS):
                raise refusal("endpoints")
            self._openid_config = config
        return self._openid_config

    def get_callback_url(self, request, app):
        # One address for both languages: the provider compares it with the one it was told.
        with override(settings.LANGUAGE_CODE):
            return build_absolute_uri(request, reverse("national_callback"))

    def get_access_token_data(self, *args, **kwargs):
        try:
            return super().get_access_token_data(*args, **kwargs)
        except (OAuth2Error, RequestException, KeyError, ValueError) as problem:
            raise refusal("code") from problem

    def complete_login(self, request, app, token, **kwargs):
        config = self.openid_config
        try:
            claims = verified_claims(
                kwargs["response"].get("id_token"),
                keys=_read(config["jwks_uri"], "keys"),
                issuer=config["issuer"],
                client_id=app.client_id,
                nonce=self.nonce,
            )
        except IdTokenRefused as problem:
            raise refusal(f"id_token {problem}") from problem
        if not {"name", "email"} <= claims.keys() and _is_safe(config.get("userinfo_endpoint")):
            claims = self._more(config["userinfo_endpoint"], token, claims["sub"]) | claims
        return self.get_provider().sociallogin_from_response(request, claims)

    def _more(self, address, token, subject):
        said = _read(address, "userinfo", {"Authorization": f"Bearer {token.token}"})
        # Else one person's token could be exchanged for another's.
        if not hmac.compare_digest(str(said.get("sub", "")).encode(), subject.encode()):
            raise refusal("userinfo sub")
        return said


class NationalProvider(OpenIDConnectProvider):
    id = "national"
    oauth2_adapter_class = NationalOAuth2Adapter
    supports_token_authentication = False  # no log-in by a token that an app hands in

    def get_login_url(self, request, **kwargs):
        return reverse("national_login")

    def way_out(self, request, process, next_url=None):
        """The address of the provider's log-in page for this browser. Raises OAuth2Error when it can't be asked.

        ``process`` REDIRECT: somebody logged in here is asked once more, even where they are logged in there.
        """
        adapter = self.get_oauth2_adapter(request)
        client = adapter.get_client(request, self.app)
        nonce, pkce = get_random_string(NONCE), self.get_pkce_params()
        verifier = pkce.pop("code_verifier")
        client.state = self.stash_redirect_state(
            request,
            process,
            next_url,
            {"nonce": nonce, "language": get_language()},
            pkce_code_verifier=verifier,
        )
        more = ASK_AGAIN if process == AuthProcess.REDIRECT else {}
        return client.get_redirect_url(adapter.authorize_url, self.get_scope(), {"nonce": nonce, **pkce, **more})

    def extract_uid(self, data):
        return data["sub"]

    def extract_extra_data(self, data):
        return {}  # allauth would keep all that the provider says about the person

    def extract_common_fields(self, data):
        return {"name": data.get("name")}

    def extract_email_addresses(self, data):
        return []

    def sociallogin_from_response(self, request, response):
        login = super().sociallogin_from_response(request, response)
        login.proved_email = _proved_email(response)
        login.was_asked_just_now = _was_asked_just_now(response)
        login.has_second_factor = bool(_methods(response) & set(settings.NATIONAL_LOGIN_SECOND_FACTOR))
        return login


def _proved_email(claims):
    """The address that the provider proved and may vouch for by our settings, else ""."""
    is_proved = settings.NATIONAL_LOGIN_TRUSTS_EMAIL and claims.get("email_verified") is True
    return (valid_email_or_none(str(claims.get("email"))) or "").lower() if is_proved else ""


def _was_asked_just_now(claims):
    """Whether the provider says so. Without its word: no, since the person's browser could leave out our question."""
    at = claims.get("auth_time")
    return isinstance(at, int | float) and abs(time.time() - at) < JUST_NOW


def _methods(claims):
    """How the person logged in there: the level (``acr``) and the methods (``amr``) the provider names."""
    named = claims.get("amr")
    return {said for said in (claims.get("acr"), *(named if isinstance(named, list) else [])) if isinstance(said, str)}


def _is_safe(address):
    """Whether it may be asked: nothing goes out without TLS, except on a laptop."""
    parts = urlsplit(address) if isinstance(address, str) else None
    return bool(parts and parts.hostname and (parts.scheme == "https" or (settings.LAPTOP and parts.scheme == "http")))


def _read(address, what, headers=None):
    """The JSON object at ``address``; raises OAuth2Error for anything else."""
    try:
        with get_adapter(context.request).get_requests_session() as session:
            answer = session.get(address, headers=headers)
            answer.raise_for_status()
            said = answer.json()
    except (RequestException, ValueError) as problem:
        raise refusal(what) from problem
    if not isinstance(said, dict):
        raise refusal(what)
    return said
