"""A phone that others use: nothing kept, out after a quarter of an hour; no name at the top (tests/every_page)."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.accounts.sessions import SHARED_PHONE, SHARED_SECONDS
from tests.accounts.visits import post
from tests.factories.accounts import UserFactory, log_in

pytestmark = pytest.mark.django_db


def on_a_shared_phone(user):
    client = log_in(Client(headers={"host": "localhost"}), user)
    session = client.session
    session[SHARED_PHONE] = True
    session.save()
    return client


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
