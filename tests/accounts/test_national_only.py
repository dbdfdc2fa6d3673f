"""Somebody whose only way in is the national log-in: asked again there, warned, and able to add a way of our own."""

import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.national.adapter import DID_NOT_WORK, SOMEBODY_ELSE
from tests.accounts import oidc
from tests.accounts.visits import post
from tests.factories.accounts import UserFactory, log_in

pytestmark = pytest.mark.django_db
WAY_IN, AGAIN = "account_new_email", "account_reauthenticate_national"


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def provider(settings):
    with oidc.running() as running:
        settings.NATIONAL_LOGIN_ISSUER = running.url
        yield running


@pytest.fixture
def user(provider, client):
    """Logged in some time ago."""
    user = UserFactory(email=None, password=None)
    SocialAccount.objects.create(user=user, provider=provider.url, uid=provider.person["sub"])
    log_in(client, user)
    return user


def asked(client):
    """Where the page that changes a way in leads to; "" if it answers."""
    answer = client.get(reverse(WAY_IN), follow=True)
    return answer.redirect_chain[-1][0] if answer.redirect_chain else ""


def show_again(client, provider):
    address = oidc.way_out(client.post(asked(client)))
    assert "prompt=login" in address and "max_age=0" in address
    return client.get(provider.come_back(address))


def sentences(client):
    return [str(message) for message in client.get(reverse("account_contacts")).context["messages"]]


def test_a_fresh_log_in_there_opens_the_page_that_was_wanted(client, user, provider):
    assert asked(client).split("?")[0] == reverse(AGAIN)
    assert "akun nasional" in client.get(asked(client)).text

    answer = show_again(client, provider)

    assert answer.url == reverse(WAY_IN)
    assert asked(client) == ""


def test_a_log_in_there_a_moment_ago_counts_if_the_provider_says_so(provider):
    user = UserFactory(email=None, password=None)
    SocialAccount.objects.create(user=user, provider=provider.url, uid=provider.person["sub"])
    seen = []
    for auth_time in (int(time.time()), int(time.time()) - 600, None):
        provider.person["auth_time"] = auth_time
        visitor = Client()
        visitor.get(provider.come_back(oidc.way_out(post(visitor, "national_login"))))
        seen.append(asked(visitor) == "")

    assert seen == [True, False, False]


@pytest.mark.parametrize("auth_time", [None, 1_500_000_000, "now"])
def test_a_browser_that_was_still_logged_in_there_proves_nothing(client, user, provider, auth_time):
    provider.lies["auth_time"] = auth_time

    show_again(client, provider)

    assert str(DID_NOT_WORK) in sentences(client)
    assert asked(client).split("?")[0] == reverse(AGAIN)


@pytest.mark.parametrize("is_known_here", [True, False])
def test_the_account_of_somebody_else_there_proves_nothing(client, user, provider, is_known_here):
    provider.person["sub"] = "another"
    if is_known_here:
        SocialAccount.objects.create(user=UserFactory(), provider=provider.url, uid="another")

    show_again(client, provider)

    assert str(SOMEBODY_ELSE) in sentences(client)
    assert asked(client).split("?")[0] == reverse(AGAIN)
    assert int(client.session["_auth_user_id"]) == user.pk


def test_where_there_is_a_contact_the_national_log_in_proves_nothing(client, user, provider):
    show_again(client, provider)
    User.objects.filter(pk=user.pk).update(phone="+6281234567890", place_at_number=1)

    assert asked(client).split("?")[0] == reverse("account_reauthenticate_code")
    assert post(client, AGAIN).url == reverse("account_contacts")


def test_the_page_of_the_ways_in_names_the_link_and_warns(client, user, settings):
    page = client.get(reverse("account_contacts")).text

    assert "<b>Akun nasional</b>" in page
    assert "hanya lewat akun nasional" in page
    assert reverse("socialaccount_connections") in page
    settings.NATIONAL_LOGIN_ISSUER = ""
    assert "nasional" not in client.get(reverse("account_contacts")).text.lower()


def test_the_passkey_has_its_row(client):
    log_in(client, UserFactory())

    assert reverse("mfa_list_webauthn") in client.get(reverse("account_contacts")).text
