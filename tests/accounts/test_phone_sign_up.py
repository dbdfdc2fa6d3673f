"""Making an account by a phone number, page by page, through a gateway on the loopback."""

import re

import pytest
from django.contrib.auth.hashers import check_password
from django.urls import reverse

from portal.accounts.models import NoticeShown, User
from portal.audit.models import Entry
from tests.accounts.phone import NUMBER, TYPED, begin, confirm, last_code, person
from tests.accounts.test_phone_next import WISH
from tests.accounts.visits import is_in, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]

PIN, PASSWORD = "582941", "sirih pinang kapur"


def sign_up(client, number=TYPED, **fields):
    return post(client, "account_phone_signup", **{"name": "Yuliana", "phone": number} | fields)


def prove_number(client, code):
    return post(client, "account_phone_signup_code", code=code)


def choose(client, secret=PIN, **fields):
    return post(client, "account_phone_signup_secret", **{"secret": secret, "again": secret} | fields)


def come_to_the_choice(client, gateway, **fields):
    assert sign_up(client, **fields).url == reverse("account_phone_signup_code")
    assert prove_number(client, last_code(gateway)).url == reverse("account_phone_signup_secret")


@pytest.mark.parametrize(("secret", "kept"), [(PIN, "pin"), (PASSWORD, "password")])
def test_name_number_code_and_a_secret_make_an_account_and_open_it(client, gateway, secret, kept):
    come_to_the_choice(client, gateway)
    assert not User.objects.exists()

    assert choose(client, secret).url == reverse("pages:person_home")

    user = User.objects.get()
    assert int(client.session["_auth_user_id"]) == user.pk
    assert (user.name, user.phone, user.email, user.language) == ("Yuliana", NUMBER, None, "id")
    assert check_password(secret, getattr(user, kept))
    assert (user.pin != "", user.has_usable_password()) == (kept == "pin", kept == "password")
    assert gateway.taken[0]["to"] == NUMBER
    signed_up = Entry.objects.get(action="accounts.signed_up")
    assert (signed_up.subject_id, signed_up.fields) == (str(user.pk), ["name", "phone", kept])
    assert NoticeShown.objects.get().user == user


def test_the_device_is_known_from_then_on(client, gateway):
    come_to_the_choice(client, gateway)
    choose(client)
    post(client, "account_logout")

    begin(client, PIN)
    confirm(client, last_code(gateway))

    assert is_in(client)


def test_a_number_of_the_household_takes_one_more_person(client, gateway):
    others = [person() for _ in range(5)]
    come_to_the_choice(client, gateway)

    choose(client)

    assert User.objects.filter(phone=NUMBER).count() == 6
    assert int(client.session["_auth_user_id"]) not in {other.pk for other in others}


def test_a_full_number_is_told_after_the_proof_with_the_way_to_the_office(client, gateway):
    for _ in range(6):
        person()
    come_to_the_choice(client, gateway)

    for page in (client.get(reverse("account_phone_signup_secret")), choose(client)):
        assert page.status_code == 200
        assert reverse("places:office_finder") in page.text and "KTP" in page.text
    assert not is_in(client)
    assert User.objects.count() == 6


def test_a_shared_phone_gets_a_short_session_without_a_name(client, gateway):
    come_to_the_choice(client, gateway)
    choose(client, is_shared="on")

    page = client.get(reverse("account_sessions"))

    assert "Yuliana" not in page.text
    assert page.cookies["sessionid"]["max-age"] == 15 * 60


def test_the_wish_outlasts_the_sign_up(client, gateway):
    come_to_the_choice(client, gateway, next=WISH)

    assert choose(client).url == WISH


def test_the_language_of_the_page_is_the_account_s(client, gateway):
    client.post("/en/akun/daftar/hp/", {"name": "Yuliana", "phone": TYPED})
    client.post("/en/akun/daftar/hp/kode/", {"code": last_code(gateway)})
    client.post("/en/akun/daftar/hp/pin/", {"secret": PIN, "again": PIN})

    assert User.objects.get().language == "en"


def test_the_privacy_notice_stands_before_the_first_field(client):
    page = client.get(reverse("account_phone_signup")).text

    assert -1 < page.find(f'href="{reverse("pages:privacy")}"') < page.find('name="name"')


@pytest.mark.parametrize(
    ("secret", "field"),
    [
        ("111111", "secret"),
        ("123456", "secret"),
        ("272727", "secret"),
        ("170895", "secret"),
        ("345678", "secret"),  # also of the number
        ("58294", "secret"),
        ("5829417", "secret"),
        ("582941902817", "secret"),
        ("rahasia", "secret"),
        ("password123", "secret"),
    ],
)
def test_a_secret_that_others_would_guess_is_refused_with_its_reason(client, gateway, secret, field):
    come_to_the_choice(client, gateway)

    answer = choose(client, secret)

    assert list(answer.context["form"].errors) == [field]
    assert not User.objects.exists()
    assert f'value="{secret}"' not in answer.text


def test_a_password_like_the_name_is_refused(client, gateway):
    come_to_the_choice(client, gateway, name="Yuliana Seran")

    assert "secret" in choose(client, "yulianaseran").context["form"].errors


def test_a_slip_in_the_second_typing_is_told(client, gateway):
    come_to_the_choice(client, gateway)

    assert list(choose(client, again="582942").context["form"].errors) == ["again"]
    assert not User.objects.exists()


def test_a_mistyped_number_keeps_the_name(client):
    answer = sign_up(client, "112")

    assert list(answer.context["form"].errors) == ["phone"]
    assert 'value="Yuliana"' in answer.text


def test_a_new_code_can_be_asked_for(client, gateway):
    sign_up(client)
    post(client, "account_phone_signup_code", action="resend")

    assert len(gateway.taken) == 2
    assert prove_number(client, last_code(gateway)).url == reverse("account_phone_signup_secret")


def test_production_without_a_gateway_says_that_it_is_off(client, gateway, settings):
    settings.SMS_GATEWAY_URL, settings.LAPTOP = "", False

    answer = sign_up(client)

    assert answer.status_code == 200
    assert "SMS" in answer.text and f'href="{reverse("account_signup")}"' in answer.text
    for page in ("account_phone_signup_code", "account_phone_signup_secret"):
        assert client.get(reverse(page)).url == reverse("account_phone_signup")
    assert gateway.taken == []


def test_the_message_says_what_to_log_in_with_next_time(client, gateway):
    come_to_the_choice(client, gateway)
    choose(client)

    assert re.search(r"PIN", client.get(reverse("pages:person_home")).text)
