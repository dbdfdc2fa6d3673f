"""A phone that others use: no name at the top, nothing kept, out after a quarter of an hour."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.accounts.roles import Role
from portal.accounts.sessions import SHARED_PHONE, SHARED_SECONDS
from tests.accounts.visits import post
from tests.factories.accounts import MembershipFactory, UserFactory, log_in
from tests.page import PERSON, VISITOR
from tests.pages_registry import SHOWN, each

pytestmark = pytest.mark.django_db

NAME = "Maria Zz Tolan"


def on_a_shared_phone(user):
    client = log_in(Client(headers={"host": "localhost"}), user)
    session = client.session
    session[SHARED_PHONE] = True
    session.save()
    return client


@pytest.mark.parametrize("page", **each([page for page in SHOWN if page.who in {PERSON, VISITOR, *Role.values}]))
def test_no_page_of_a_person_is_kept_or_says_the_name_at_the_top(page):
    user = UserFactory(name=NAME, second_factor=page.who in Role.values)
    if page.who in Role.values:
        MembershipFactory(role=page.who, user=user)
    client = on_a_shared_phone(user)

    answer = client.get(page.address(**page.arrange()))

    assert "no-store" in answer.headers.get("Cache-Control", "")
    if answer.status_code == 200:
        header = answer.text.split("<header", 1)[1].split("</header>", 1)[0]
        assert NAME not in header and str(user.email) not in header


def test_each_page_begins_the_quarter_of_an_hour_anew():
    client = on_a_shared_phone(UserFactory())
    session = client.session
    session.set_expiry(SHARED_SECONDS)
    session.save()

    for _page in range(2):
        answer = client.get(reverse("account_sessions"))
        assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 15 * 60


@pytest.mark.parametrize("is_shared", [True, False])
def test_logging_out_empties_the_browser_of_a_shared_phone_only(is_shared):
    user = UserFactory()
    client = on_a_shared_phone(user) if is_shared else log_in(Client(), user)

    answer = post(client, "account_logout")

    assert (answer.headers.get("Clear-Site-Data") == '"cache"') is is_shared
    assert client.get(reverse("account_sessions")).status_code == 302
