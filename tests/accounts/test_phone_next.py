"""One door: the ways in lead to each other, and to where the person wanted to go, if that is ours."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.phone import PIN, TYPED, at_home, confirm, last_code, person
from tests.accounts.test_phone_proof import paper_for, prove
from tests.accounts.visits import is_in, post
from tests.factories.accounts import UserFactory, log_in, totp_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]

WISH = "/akun/sesi/?a=1"
EVIL = ["https://jahat.test/", "//jahat.test/", "/\\jahat.test/", "javascript:alert(1)", "https:jahat.test"]
DOORS = ["account_login", "account_signup", "account_phone_login", "account_phone_code_only", "account_phone_signup"]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("account_login", "account_phone_login"),
        ("account_phone_login", "account_login"),
        ("account_phone_login", "account_phone_signup"),
        ("account_phone_login", "account_phone_code_only"),
        ("account_phone_code_only", "account_phone_login"),
        ("account_signup", "account_phone_signup"),
        ("account_phone_signup", "account_signup"),
        ("account_phone_signup", "account_phone_login"),
    ],
)
def test_each_door_leads_to_the_other_and_takes_the_wish_along(client, here, there):
    page = client.get(reverse(here), {"next": WISH}).text

    assert f'href="{reverse(there)}?next=/akun/sesi/%3Fa%3D1"' in page
    assert '<input type="hidden" name="next" value="/akun/sesi/?a=1">' in page


@pytest.mark.parametrize("door", ["account_phone_login", "account_phone_code_only"])
def test_a_log_in_leads_to_where_the_person_wanted_to_go(client, gateway, door):
    at_home(client, person())
    post(client, door, phone=TYPED, secret=PIN, next=WISH)

    assert confirm(client, last_code(gateway)).url == WISH


def test_the_wish_outlasts_the_second_factor(client, gateway):
    user = person(second_factor=True)
    post(client, "account_phone_login", phone=TYPED, secret=PIN, next=WISH)
    confirm(client, last_code(gateway))

    assert post(client, "mfa_authenticate", code=totp_code(user)).url == WISH


def test_the_wish_outlasts_the_claim_code(client, gateway):
    user = person()
    post(client, "account_phone_login", phone=TYPED, secret=PIN, next=WISH)
    confirm(client, last_code(gateway))

    assert prove(client, paper_for(user)).url == WISH


@pytest.mark.parametrize("evil", EVIL)
def test_no_page_leads_out_of_the_house(client, gateway, evil):
    at_home(client, person())
    post(client, "account_phone_login", phone=TYPED, secret=PIN, next=evil)

    answer = confirm(client, last_code(gateway))

    assert is_in(client)
    assert answer.url == reverse("pages:person_home")
    for door in DOORS:
        address = f"{reverse(door)}?next={evil}"
        assert client.get(address).url == reverse("pages:person_home")
        page = Client().get(address).text
        assert f'href="{evil}' not in page and f'action="{evil}' not in page


def test_whoever_is_in_already_goes_on_to_the_wish(client):
    log_in(client, UserFactory())

    assert client.get(reverse("account_phone_login"), {"next": WISH}).url == WISH


@pytest.mark.parametrize(("email", "door"), [(None, "account_phone_login"), ("ada@contoh.test", "account_login")])
def test_a_log_out_leads_to_the_door_the_person_came_by(client, email, door):
    log_in(client, person(email=email))

    assert post(client, "account_logout").url == reverse(door)


def test_the_header_leads_to_the_door_for_phones_where_there_is_one(client, settings):
    assert f'class="acc" href="{reverse("account_phone_login")}"' in client.get("/").text

    settings.SMS_GATEWAY_URL, settings.LAPTOP = "", False
    assert f'class="acc" href="{reverse("account_login")}"' in client.get("/").text


def test_a_person_sees_the_own_number_as_they_write_it(client):
    log_in(client, person(email=None))

    assert "0812-3456-7890" in client.get(reverse("pages:person_home")).text
