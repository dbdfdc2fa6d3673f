"""A code that ran out leads back to where a new one is asked for, says so, and keeps where the person wanted to go."""

import time

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.accounts.phone import PIN, TYPED, confirm, last_code, person
from tests.accounts.visits import is_in, mailed_code, post
from tests.factories.accounts import PASSWORD, UserFactory, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]
WISH = "/akun/sesi/?a=1"
KEPT = "?next=%2Fakun%2Fsesi%2F%3Fa%3D1"
LINKED = KEPT.replace("%2F", "/")  # as templates write it


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def eleven_minutes(monkeypatch):
    now = time.time()
    return lambda: monkeypatch.setattr(time, "time", lambda: now + 660)


def said(client, answer):
    return [str(message) for message in client.get(answer.url).context["messages"]]


def test_a_log_in_by_phone_begins_again_with_its_wish(client, eleven_minutes):
    person()
    post(client, "account_phone_login", phone=TYPED, secret=PIN, next=WISH)
    eleven_minutes()

    answer = post(client, "account_phone_code", code="123456")

    assert answer.url == reverse("account_phone_login") + KEPT
    assert said(client, answer) == ["Kode ini tidak berlaku lagi. Silakan mulai lagi."]
    assert said(client, client.get(reverse("account_phone_code"))) == []


def test_so_does_the_page_for_the_code_from_the_counter(client, gateway, eleven_minutes):
    person()
    post(client, "account_phone_login", phone=TYPED, secret=PIN, next=WISH)
    assert confirm(client, last_code(gateway)).url == reverse("account_phone_proof")
    eleven_minutes()

    assert client.get(reverse("account_phone_proof")).url == reverse("account_phone_login") + KEPT


@pytest.mark.parametrize("page", ["account_phone_signup_code", "account_phone_signup_secret"])
def test_so_does_a_sign_up_by_phone(client, eleven_minutes, page):
    post(client, "account_phone_signup", name="Yuliana", phone=TYPED, next=WISH)
    eleven_minutes()

    answer = client.get(reverse(page))

    assert answer.url == reverse("account_phone_signup") + KEPT
    assert len(said(client, answer)) == 1


@pytest.mark.parametrize("email", ["ada@contoh.test", "tidak-ada@contoh.test"])
def test_so_does_a_log_in_by_a_mailed_code_for_everybody_alike(client, eleven_minutes, email):
    UserFactory(email="ada@contoh.test")
    page = post(client, "account_request_login_code", email=email, next=WISH).url
    eleven_minutes()

    answer = client.get(page)

    assert answer.url == reverse("account_request_login_code") + KEPT
    assert len(said(client, answer)) == 1


@pytest.mark.parametrize("email", ["ada@contoh.test", "tidak-ada@contoh.test"])
def test_a_forgotten_password_is_asked_for_again(client, eleven_minutes, email):
    UserFactory(email="ada@contoh.test")
    page = post(client, "account_reset_password", email=email, next=WISH).url
    eleven_minutes()

    answer = client.get(page)

    assert answer.url == reverse("account_reset_password") + KEPT
    assert len(said(client, answer)) == 1


@pytest.mark.parametrize("email", ["ada@contoh.test", "tidak-ada@contoh.test"])
def test_a_sign_up_by_e_mail_leads_to_the_log_in_with_its_wish_for_everybody_alike(client, eleven_minutes, email):
    UserFactory(email="ada@contoh.test")
    made_up = "kursi meja lampu 7"
    page = post(client, "account_signup", name="Ada", email=email, password1=made_up, next=WISH).url
    eleven_minutes()

    answer = client.get(page)

    assert answer.url == reverse("account_login") + KEPT
    assert len(said(client, answer)) == 1


def test_so_does_a_log_in_that_still_has_to_confirm_its_address(client, eleven_minutes):
    user = UserFactory(email_verified=False)
    page = post(client, "account_login", login=user.email, password=PASSWORD, next=WISH).url
    eleven_minutes()

    assert client.get(page).url == reverse("account_login") + KEPT


def test_a_new_password_leads_to_the_log_in_with_the_wish(client):
    user = UserFactory()
    assert f'href="{reverse("account_reset_password")}{LINKED}"' in client.get(reverse("account_login") + KEPT).text
    page = post(client, "account_reset_password", email=user.email, next=WISH).url
    page = client.post(page, {"code": mailed_code(), "next": WISH}).url

    answer = client.post(page, {"password1": "kursi meja lampu 7", "password2": "kursi meja lampu 7", "next": WISH})

    assert answer.url == reverse("account_password_reset_completed") + KEPT
    assert f'href="{reverse("account_login")}{KEPT}"' in client.get(answer.url).text
    assert not is_in(client)


def test_a_new_number_is_written_again(client, eleven_minutes):
    user = UserFactory()
    log_in(client, user)
    eleven_minutes()
    post(client, "account_reauthenticate", password=PASSWORD)
    post(client, "account_new_phone", phone=TYPED)
    session = client.session
    kept = session["new_phone"]
    session["new_phone"] = kept | {"at": kept["at"] - 660}
    session.save()

    answer = client.get(reverse("account_new_phone_code"))

    assert answer.url == reverse("account_new_phone")
    assert len(said(client, answer)) == 1
