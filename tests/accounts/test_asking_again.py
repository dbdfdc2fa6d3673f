"""Before something weighty a person shows once more that it is them: by PIN, password, second factor or a code."""

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.urls import reverse

from portal.audit.models import Entry
from tests.accounts.phone import NUMBER, PIN, last_code, person
from tests.accounts.visits import mailed_code, minutes_pass, post
from tests.factories.accounts import PASSWORD, UserFactory, log_in

pytestmark = pytest.mark.django_db
WAY_IN = "account_new_email"
AGAIN, BY_CODE = "account_reauthenticate", "account_reauthenticate_code"


def of_a_pin_only(**fields):
    return person(**{"password": None} | fields)


def asked(client, name=WAY_IN):
    """Where the page leads instead of answering, without its query; "" if it answers."""
    answer = client.get(reverse(name))
    return answer.url.split("?")[0] if answer.status_code == 302 else ""


def test_a_person_with_a_pin_only_proves_by_pin_and_comes_back(client):
    log_in(client, of_a_pin_only())
    assert asked(client) == reverse(AGAIN)

    page = client.get(client.get(reverse(WAY_IN)).url)
    assert page.context["form"].fields["password"].label == "PIN Anda"
    answer = client.post(client.get(reverse(WAY_IN)).url, {"password": PIN})

    assert answer.url == reverse(WAY_IN)
    assert asked(client) == ""


@pytest.mark.parametrize("secret", [PIN, PASSWORD])
def test_who_has_both_may_give_either(client, secret):
    log_in(client, person())

    post(client, AGAIN, password=secret)

    assert asked(client) == ""


def test_a_password_without_an_e_mail_proves_too(client):
    log_in(client, person(pin=""))

    post(client, AGAIN, password=PASSWORD)

    assert asked(client) == ""


@pytest.mark.parametrize("wrong", ["580214", "", PASSWORD, f"{PIN} ", "٥٨٠٢١٣"])
def test_a_wrong_pin_is_said_noted_and_opens_nothing(client, wrong):
    user = of_a_pin_only()
    log_in(client, user)

    answer = post(client, AGAIN, password=wrong)

    assert answer.status_code == 200
    assert asked(client) == reverse(AGAIN)
    if wrong:
        assert Entry.objects.filter(action="accounts.proof_rejected", subject_id=str(user.pk)).exists()


def test_the_pin_of_somebody_else_at_the_number_proves_nothing(client):
    person(pin=make_password("907541"))
    log_in(client, of_a_pin_only())

    post(client, AGAIN, password="907541")

    assert asked(client) == reverse(AGAIN)


def test_pins_are_not_guessed_at_an_open_phone(client):
    log_in(client, of_a_pin_only())
    for guess in range(5):
        post(client, AGAIN, password=f"48293{guess}")

    post(client, AGAIN, password=PIN)

    assert asked(client) == reverse(AGAIN)


def test_guessing_at_one_account_shuts_nobody_else_out(client):
    log_in(client, of_a_pin_only())
    for guess in range(6):
        post(client, AGAIN, password=f"48293{guess}")
    log_in(client, of_a_pin_only(phone=NUMBER))

    post(client, AGAIN, password=PIN)

    assert asked(client) == ""


def test_a_proof_lasts_five_minutes(client, monkeypatch):
    log_in(client, of_a_pin_only())
    post(client, AGAIN, password=PIN)

    minutes_pass(monkeypatch, 6)

    assert asked(client) == reverse(AGAIN)


def test_a_late_form_changes_nothing_and_is_not_kept(client, monkeypatch):
    user = of_a_pin_only()
    log_in(client, user)
    post(client, AGAIN, password=PIN)
    minutes_pass(monkeypatch, 36)

    answer = post(client, "account_pin", pin="907541", again="907541")

    assert answer.url.startswith(reverse(AGAIN))
    assert "907541" not in str(dict(client.session))
    user.refresh_from_db()
    assert user.pin and not client.post(answer.url, {"password": "907541"}).has_header("Location")


def test_nobody_without_a_secret_passes_unasked_to_the_second_factor(client):
    """allauth asks nobody who has neither password nor second factor."""
    log_in(client, of_a_pin_only())

    assert asked(client, "mfa_activate_totp") == reverse(AGAIN)


def test_a_first_password_is_not_set_by_whoever_finds_the_phone_open(client):
    user = of_a_pin_only()
    log_in(client, user)

    post(client, "account_set_password", password1="kebun jagung tua", password2="kebun jagung tua")

    user.refresh_from_db()
    assert not user.has_usable_password()


class TestWithoutAnySecret:
    def test_a_code_to_the_number_proves(self, client, quick_gateway):
        user = of_a_pin_only(pin="")
        log_in(client, user)
        assert asked(client) == reverse(AGAIN)
        assert client.get(reverse(AGAIN)).url == reverse(BY_CODE)

        post(client, BY_CODE, action="send")
        assert quick_gateway.taken[-1]["to"] == NUMBER
        answer = client.post(f"{reverse(BY_CODE)}?next={reverse(WAY_IN)}", {"code": last_code(quick_gateway)})

        assert answer.url == reverse(WAY_IN)
        assert asked(client) == ""

    def test_the_confirmed_address_comes_before_the_number(self, client):
        user = UserFactory(password=None, phone=None)
        log_in(client, user)

        post(client, BY_CODE, action="send")
        (sent,) = mail.outbox
        code = mailed_code()
        post(client, BY_CODE, code=code)

        assert sent.to == [user.email]
        assert asked(client) == ""

    def test_a_code_is_no_proof_once_there_is_a_pin(self, client, quick_gateway):
        user = of_a_pin_only(pin="")
        log_in(client, user)
        post(client, BY_CODE, action="send")
        post(client, BY_CODE, code=last_code(quick_gateway))
        user.pin = make_password(PIN)
        user.save(update_fields=["pin"])

        assert asked(client) == reverse(AGAIN)
        assert client.get(reverse(BY_CODE)).url == reverse(AGAIN)

    def test_wrong_and_used_codes_prove_nothing(self, client, quick_gateway):
        log_in(client, of_a_pin_only(pin=""))
        post(client, BY_CODE, action="send")
        right = last_code(quick_gateway)
        post(client, BY_CODE, code="000000" if right != "000000" else "111111")
        assert asked(client) == reverse(AGAIN)
        assert Entry.objects.filter(action="accounts.proof_rejected", reason_code="code").exists()

        post(client, BY_CODE, code=right)
        log_in(client, of_a_pin_only(pin=""))
        post(client, BY_CODE, code=right)

        assert asked(client) == reverse(AGAIN)

    def test_without_any_contact_the_office_is_named(self, client):
        log_in(client, of_a_pin_only(pin="", phone=None))

        answer = client.get(reverse(WAY_IN), follow=True)

        assert answer.redirect_chain[-1][0] == reverse("account_contacts")
        assert "KTP" in answer.text
