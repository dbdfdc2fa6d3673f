"""Whoever comes back from the provider with something else than an honest answer of this very log-in stays out."""

import time

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.national.adapter import DID_NOT_WORK
from portal.audit.models import Entry
from tests.accounts import oidc
from tests.accounts.test_national_log_in import come_in, leave, linked, provider, sentences
from tests.accounts.visits import is_in, post

__all__ = ["provider"]
pytestmark = pytest.mark.django_db

NOW = int(time.time())
LIES = {
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another"},
    "two audiences, made for another": {"aud": ["portal", "another"], "azp": "another"},
    "another issuer": {"iss": "https://another.test"},
    "expired": {"iat": NOW - 700, "exp": NOW - 400},
    "without an end": {"exp": None},
    "not yet": {"nbf": NOW + 3_600},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a long subject": {"sub": "9" * 192},
    "a number as subject": {"sub": 7},
    "a NUL in the subject": {"sub": "a\x00"},
}


def refused(client, answer):
    page = client.get(answer.url)
    return (
        answer.url == reverse("account_login")
        and sentences(page) == [str(DID_NOT_WORK)]
        and not is_in(client)
        and Entry.objects.filter(action="accounts.login_failed", reason_code="national").count() == 1
    )


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_wrong_statement_is_refused(client, provider, lie):
    linked(provider)
    provider.lies = lie

    assert refused(client, come_in(client, provider))


SIGNATURES = {
    "another key": {"key": oidc.key("another"), "algorithm": "RS256"},
    "the client's secret": {"key": oidc.SECRET * 2, "algorithm": "HS256"},
    "nothing": {"key": None, "algorithm": "none"},
}


@pytest.mark.parametrize("signed", SIGNATURES.values(), ids=SIGNATURES)
def test_a_statement_signed_by_somebody_else_is_refused(client, provider, signed):
    linked(provider)
    provider.signs_with = signed

    assert refused(client, come_in(client, provider))


def test_a_statement_that_is_none_is_refused(client, provider, monkeypatch):
    for word in (None, "", "a.b.c", 7):
        monkeypatch.setattr(jwt, "encode", lambda *given, word=word, **options: word)
        visitor = Client()
        visitor.get(provider.come_back(leave(visitor)))
        assert not is_in(visitor)


def test_anothers_user_info_is_refused(client, provider):
    provider.userinfo = {"sub": "somebody else", "name": "Orang Lain"}

    assert refused(client, come_in(client, provider))


@pytest.mark.parametrize(
    "says",
    [{"issuer": "https://another.test"}, {"token_endpoint": "ftp://a.test"}, {"jwks_uri": None}, {"jwks_uri": 7}],
)
def test_a_provider_that_speaks_for_another_is_not_asked_further(client, provider, says):
    provider.says = says

    assert refused(client, post(client, "national_login"))


PATHS = ["/.well-known/openid-configuration", "/token", "/keys", "/userinfo"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("trouble", ["is_down", "nonsense", "moved"])
def test_a_provider_in_trouble_is_a_sentence(client, provider, trouble, path):
    linked(provider)
    getattr(provider, trouble).add(path)

    answer = post(client, "national_login")
    if answer.status_code == 200:
        answer = client.get(provider.come_back(oidc.way_out(answer)))

    assert refused(client, answer)


def test_trouble_between_the_way_out_and_the_way_back_is_a_sentence(client, provider):
    linked(provider)
    way_back = provider.come_back(leave(client))
    provider.is_down.add("/.well-known/openid-configuration")

    assert refused(client, client.get(way_back))


def test_a_provider_that_nobody_reaches_is_a_sentence(client, settings, provider):
    settings.NATIONAL_LOGIN_ISSUER = "http://127.0.0.1:1"

    assert refused(client, post(client, "national_login"))


def test_the_way_back_works_once(client, provider):
    linked(provider)
    way_back = provider.come_back(leave(client))
    client.get(way_back)
    assert is_in(client)
    client.get(post(client, "account_logout").url)  # says that one is logged out

    assert refused(client, client.get(way_back))


def test_the_way_back_of_one_browser_is_of_no_use_in_another(client, provider):
    linked(provider)
    way_back = provider.come_back(leave(Client()))

    assert refused(client, client.get(way_back))


def test_the_code_of_one_log_in_is_of_no_use_in_another(client, provider):
    """Someone else's code, put into one's own way back: the verifier that belongs to it is missing."""
    linked(provider)
    stolen = provider.come_back(leave(Client())).partition("code=")[2].partition("&")[0]
    own = provider.come_back(leave(client))
    own = own.replace(own.partition("code=")[2].partition("&")[0], stolen)

    assert refused(client, client.get(own))


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?error=server_error", "?code=%00&state=%00", "?code=a&code=b"]
)
def test_a_way_back_made_up_is_a_sentence(client, provider, query):
    assert refused(client, client.get(reverse("national_callback") + query))


def test_the_name_it_sends_is_only_a_proposal(client, provider):
    for name in ("<script>alert(1)</script>", "a\x00b", "x" * 5_000, 7, None, ["a"], "Sari\nBcc: x@y.test"):
        provider.person = {"sub": "7f3a", "name": name}
        visitor = Client()
        page = visitor.get(come_in(visitor, provider).url)

        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "\x00" not in page.context["form"].initial["name"]
        assert "\n" not in page.context["form"].initial["name"]
    assert not User.objects.exists() and not SocialAccount.objects.exists()


def test_the_session_gets_a_new_key(client, provider):
    linked(provider)
    way_back = provider.come_back(leave(client))
    before = client.session.session_key

    client.get(way_back)

    assert is_in(client)
    assert client.session.session_key != before


def test_a_visitor_cannot_choose_what_is_asked_of_the_provider(client, provider):
    answer = client.post(
        reverse("national_login") + "?scope=nik&auth_params=prompt%3Dnone&process=connect&action=rerequest"
    )

    address = oidc.way_out(answer)
    assert "nik" not in address and "prompt" not in address
    assert client.get(provider.come_back(address)).url == reverse("socialaccount_signup")


def test_no_word_of_the_person_is_logged(client, provider, caplog):
    provider.person |= {"email": "yosefina@contoh.test"}
    come_in(client, provider)
    provider.lies = {"nonce": "another"}
    come_in(Client(), provider)

    assert "national_log_in_refused" in caplog.text
    assert not any(word in caplog.text for word in ("Yosefina", "yosefina@", "7f3a", "code=", "state="))
