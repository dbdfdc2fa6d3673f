"""Logging in by a number that a household shares: walked as a browser would, through a gateway on the loopback."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from portal.accounts import devices
from portal.audit.models import Entry
from tests.accounts.phone import NUMBER, PIN, TYPED, at_home, begin, confirm, last_code, person
from tests.accounts.visits import is_in, post
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, log_in, totp_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]


@pytest.mark.parametrize("secret", [PIN, PASSWORD], ids=["pin", "password"])
def test_number_secret_and_code_open_the_account_on_a_known_device(client, gateway, secret):
    user = person()
    at_home(client, user)

    assert begin(client, secret).url == reverse("account_phone_code")
    assert not is_in(client)
    answer = confirm(client, last_code(gateway))

    assert answer.url == reverse("pages:person_home")
    assert int(client.session["_auth_user_id"]) == user.pk
    assert gateway.taken[-1]["to"] == NUMBER
    assert Entry.objects.get(action="accounts.logged_in").reason_code == "password.sms"


def test_the_pin_says_who_of_the_household_comes_in(client, gateway):
    household = [person(pin=make_password(f"58021{place}")) for place in range(6)]
    for user in household:
        at_home(client, user)

    begin(client, "580214")
    confirm(client, last_code(gateway))

    assert int(client.session["_auth_user_id"]) == household[4].pk


def test_a_second_factor_is_asked_and_makes_a_new_device_known(client, gateway):
    user = person(second_factor=True)
    begin(client)

    assert confirm(client, last_code(gateway)).url == reverse("mfa_authenticate")
    assert not is_in(client)
    assert post(client, "mfa_authenticate", code=totp_code(user)).url == reverse("pages:person_home")

    post(client, "account_logout")
    begin(client)
    assert devices.is_known(client.get(reverse("account_phone_code")).wsgi_request, user)
    cookie = client.cookies["device"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_log_in_by_mail_makes_the_device_known(client, gateway):
    user = person(email="maria@contoh.test")
    post(client, "account_login", login=user.email, password=PASSWORD)
    post(client, "account_logout")

    begin(client)
    confirm(client, last_code(gateway))

    assert is_in(client)


def test_a_number_of_one_person_opens_by_code_alone_on_a_known_device(client, gateway):
    at_home(client, person())

    assert post(client, "account_phone_code_only", phone=TYPED).url == reverse("account_phone_code")
    confirm(client, last_code(gateway))

    assert is_in(client)
    assert Entry.objects.get(action="accounts.logged_in").reason_code == "sms"


@pytest.mark.parametrize("whose", ["two people's", "an officer's", "nobody's", "a closed account's"])
def test_no_code_comes_where_a_number_is_not_one_citizens(client, gateway, whose):
    {
        "two people's": lambda: (person(), person()),
        "an officer's": lambda: MembershipFactory(user=person(second_factor=True)),
        "nobody's": lambda: None,
        "a closed account's": lambda: person(is_active=False),
    }[whose]()

    assert post(client, "account_phone_code_only", phone=TYPED).url == reverse("account_phone_code")

    assert gateway.taken == []


def test_a_hall_of_people_behind_one_address_begins(gateway):
    for place in range(40):
        assert begin(Client(), number=f"0812 3456 70{place:02}").status_code == 302


def test_a_code_can_be_sent_again(client, gateway):
    at_home(client, person())
    begin(client)

    post(client, "account_phone_code", action="resend")

    assert len(gateway.taken) == 2
    confirm(client, last_code(gateway))
    assert is_in(client)


def test_a_shared_phone_shows_no_name_and_forgets_after_a_quarter_of_an_hour(client, gateway):
    at_home(client, person(name="Maria Tolan"))
    begin(client, is_shared="on")
    confirm(client, last_code(gateway))

    page = client.get(reverse("account_change_password"))

    assert "Maria" not in page.text
    assert "no-store" in page["Cache-Control"]
    assert client.session.get_expiry_age() <= 15 * 60
    assert page.cookies["sessionid"]["max-age"] == 15 * 60


def test_a_phone_of_ones_own_shows_the_name(client, gateway):
    at_home(client, person(name="Maria Tolan"))
    begin(client)
    confirm(client, last_code(gateway))

    assert "Maria" in client.get(reverse("account_change_password")).text


def test_production_without_a_gateway_says_that_it_is_off(client, gateway, settings):
    settings.SMS_GATEWAY_URL, settings.LAPTOP = "", False
    person()

    for page in ("account_phone_login", "account_phone_code_only"):
        answer = client.post(reverse(page), {"phone": TYPED, "secret": PIN})
        assert answer.status_code == 200
        assert "SMS" in answer.text
    assert client.get(reverse("account_phone_code")).url == reverse("account_phone_login")
    assert gateway.taken == []


def test_a_number_that_is_none_is_named_at_its_field(client, gateway):
    answer = begin(client, number="112")

    assert list(answer.context["form"].errors) == ["phone"]


def test_whoever_is_in_is_not_asked_again(client):
    log_in(client, UserFactory())

    for page in ("account_phone_login", "account_phone_code_only"):
        assert client.get(reverse(page)).url == reverse("pages:person_home")
