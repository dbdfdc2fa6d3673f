"""Nonsense in the forms of the doors gets a page of ours with the field named, or a 4xx, never a 500."""

import pytest
from django.urls import reverse

from portal.accounts.models import User
from tests.factories.accounts import MembershipFactory, UserFactory, log_in

pytestmark = pytest.mark.django_db
OPEN = {
    "account_login": ["login", "password", "next"],
    "account_signup": ["name", "email", "password1", "next"],
    "account_request_login_code": ["email", "next"],
    "account_reset_password": ["email", "next"],
}
CLOSED = {
    "account_change_password": ["oldpassword", "password1", "password2"],
    "account_reauthenticate": ["password", "next"],
    "mfa_activate_totp": ["code"],
    "account_choose_office": ["membership"],
}
NONSENSE = {
    "NUL": b"a\x00b@contoh.test",
    "half a letter": b"\xff\xfe\xed\xa0\x80@contoh.test",
    "Arabic digits": "١٢٣٤٥٦".encode(),
    "long": b"a" * 200_000,
    "markup": b"<script>alert(1)</script>",
    "address": b"a@" + b"b" * 300 + b".test",
    "empty": b"",
}


def send(client, name, fields, value):
    body = b"&".join(field.encode() + b"=" + value for field in fields)
    return client.post(reverse(name), body, content_type="application/x-www-form-urlencoded")


def whoever_may_open(name):
    """A person; for the choice of an office one who has an office."""
    return MembershipFactory().user if name == "account_choose_office" else UserFactory()


@pytest.mark.parametrize("value", NONSENSE.values(), ids=NONSENSE)
@pytest.mark.parametrize("name", OPEN)
def test_the_open_forms_take_nonsense_calmly(client, name, value):
    answer = send(client, name, OPEN[name], value)

    assert answer.status_code in {200, 400}
    assert not User.objects.exists()
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("value", NONSENSE.values(), ids=NONSENSE)
@pytest.mark.parametrize("name", CLOSED)
def test_the_closed_forms_take_nonsense_calmly(client, name, value):
    user = whoever_may_open(name)
    log_in(client, user)

    assert send(client, name, CLOSED[name], value).status_code in {200, 302, 400}
    assert User.objects.get().password == user.password


@pytest.mark.parametrize("name", [*OPEN, *CLOSED])
def test_a_query_of_nonsense_changes_nothing(client, name):
    if name in CLOSED:
        log_in(client, whoever_may_open(name))
    answer = client.get(reverse(name) + "?next=%00%ed%a0%80&email=%00&x=" + "a" * 5000)

    assert answer.status_code in {200, 302, 400, 405}


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_request_login_code"])
def test_a_form_keeps_what_was_typed_except_the_password(client, name):
    field = "login" if name == "account_login" else "email"
    answer = client.post(
        reverse(name), {field: "bukan alamat", "password": "rahasia sekali", "password1": "rahasia sekali"}
    )

    page = answer.content.decode()
    assert 'value="bukan alamat"' in page
    assert f'href="#id_{field}"' in page
    assert "rahasia sekali" not in page
