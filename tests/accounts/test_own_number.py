"""A person changes or removes the own number; the old one is told, and nobody learns who else uses the new one."""

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.audit.models import Entry
from tests.accounts.own_ways import OTHER, OTHER_TYPED, fresh, proved
from tests.accounts.phone import NUMBER, PIN, last_code, person
from tests.accounts.visits import minutes_pass, post
from tests.factories.accounts import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]


def test_a_new_number_counts_once_its_code_is_typed(gateway):
    user = person()
    client = proved(user)

    assert post(client, "account_new_phone", phone=OTHER_TYPED).url == reverse("account_new_phone_code")
    assert (gateway.taken[-1]["to"], fresh(user).phone) == (OTHER, NUMBER)
    assert post(client, "account_new_phone_code", code=last_code(gateway)).url == reverse("account_contacts")

    assert fresh(user).phone == OTHER
    assert Entry.objects.get(action="accounts.phone_changed").fields == ["phone"]


def test_the_old_number_and_the_address_are_told_without_a_name(gateway, post_told):
    user = person(email="maria@contoh.test", name="Maria Tolan")
    client = proved(user)
    post(client, "account_new_phone", phone=OTHER_TYPED)
    post_told(client, "account_new_phone_code", code=last_code(gateway))

    sms, letter = gateway.taken[-1], mail.outbox[-1]
    assert (sms["to"], letter.to) == (NUMBER, [user.email])
    assert "Nomor HP" in sms["text"] and "Nomor HP" in letter.body
    assert len(sms["text"]) <= 160
    assert not any(word in sms["text"] + letter.subject + letter.body for word in ("Maria", OTHER, "5739"))


def test_all_other_sessions_end_and_this_one_stays(gateway):
    user = person()
    other, client = log_in(Client(), user), proved(user)
    post(client, "account_new_phone", phone=OTHER_TYPED)
    post(client, "account_new_phone_code", code=last_code(gateway))

    assert other.get(reverse("account_contacts")).status_code == 302
    assert client.get(reverse("account_contacts")).status_code == 200


def test_who_was_not_asked_again_changes_nothing(client, gateway):
    log_in(client, person())

    assert post(client, "account_new_phone", phone=OTHER_TYPED).url.startswith(reverse("account_reauthenticate"))

    assert gateway.taken == []


@pytest.mark.parametrize("household", [0, 1, 6])
def test_before_the_code_nothing_tells_who_uses_a_number(gateway, household):
    for _each in range(household):
        person(phone=OTHER)
    client = proved(person())

    answer = post(client, "account_new_phone", phone=OTHER_TYPED)
    page = client.get(answer.url)

    assert (answer.url, page.status_code) == (reverse("account_new_phone_code"), 200)
    assert gateway.taken[-1]["to"] == OTHER


def test_a_seventh_account_is_refused_after_the_code(gateway):
    for _each in range(6):
        person(phone=OTHER)
    user = person()
    client = proved(user)
    post(client, "account_new_phone", phone=OTHER_TYPED)

    answer = post(client, "account_new_phone_code", code=last_code(gateway))

    assert "enam akun" in client.get(answer.url).text
    assert fresh(user).phone == NUMBER


def test_a_code_is_good_once_and_for_this_visit_and_number_only(gateway):
    user, thief = person(), person()
    client, strangers = proved(user), proved(thief)
    post(client, "account_new_phone", phone=OTHER_TYPED)
    code = last_code(gateway)
    post(strangers, "account_new_phone", phone=OTHER_TYPED)

    post(strangers, "account_new_phone_code", code=code)  # of another person's visit
    post(client, "account_new_phone", phone="0812 9876 5432")  # in another tab
    post(client, "account_new_phone_code", code=code)

    assert (fresh(user).phone, fresh(thief).phone) == (NUMBER, NUMBER)
    post(client, "account_new_phone_code", code=last_code(gateway))
    assert fresh(user).phone == "+6281298765432"
    assert post(client, "account_new_phone_code", code=last_code(gateway)).url == reverse("account_new_phone")


def test_an_expired_code_saves_nothing(gateway, monkeypatch):
    user = person()
    client = proved(user)
    post(client, "account_new_phone", phone=OTHER_TYPED)
    minutes_pass(monkeypatch, 11)

    post(client, "account_new_phone_code", code=last_code(gateway))

    assert fresh(user).phone == NUMBER


def test_five_wrong_codes_end_the_sixth_try_though_it_is_right(gateway):
    user = person()
    client = proved(user)
    post(client, "account_new_phone", phone=OTHER_TYPED)
    right = last_code(gateway)
    for guess in range(5):
        post(client, "account_new_phone_code", code=f"{(int(right) + 1 + guess) % 10**6:06}")

    post(client, "account_new_phone_code", code=right)

    assert fresh(user).phone == NUMBER


def test_one_account_cannot_flood_numbers_nor_many_accounts_one_number(gateway):
    client = proved(person())
    for place in range(6):
        post(client, "account_new_phone", phone=f"0812 9876 543{place}")
    assert len(gateway.taken) == 3

    for _each in range(5):
        post(proved(person(phone=None, email=None, pin=make_password(PIN))), "account_new_phone", phone=OTHER_TYPED)
    assert [sms["to"] for sms in gateway.taken].count(OTHER) == 3


def test_asking_for_the_code_again_is_counted_too(gateway):
    client = proved(person())
    post(client, "account_new_phone", phone=OTHER_TYPED)
    for _each in range(5):
        post(client, "account_new_phone_code", action="resend")

    assert len(gateway.taken) == 3


def test_a_form_of_another_site_is_refused():
    strict = Client(enforce_csrf_checks=True)
    user = person(second_factor=True)
    log_in(strict, user)

    for name in ("account_new_phone", "account_remove_phone", "account_pin", "account_new_email"):
        assert strict.post(reverse(name), {"phone": OTHER_TYPED}).status_code == 403


def test_the_only_way_in_is_not_removed():
    user = person()
    client = proved(user)

    assert "satu-satunya" in client.get(reverse("account_remove_phone")).text
    post(client, "account_remove_phone")

    assert fresh(user).phone == NUMBER


def test_an_unconfirmed_address_is_no_other_way_in():
    user = person(email="maria@contoh.test", email_verified=False)

    post(proved(user), "account_remove_phone")

    assert fresh(user).phone == NUMBER


def test_with_a_confirmed_address_the_number_goes_and_its_pin(gateway, post_told):
    user = person(email="maria@contoh.test")

    post_told(proved(user), "account_remove_phone")

    assert (fresh(user).phone, fresh(user).pin) == (None, "")
    assert gateway.taken[-1]["to"] == NUMBER
    assert Entry.objects.filter(action="accounts.phone_removed").exists()


def test_without_a_gateway_the_page_says_so(gateway, settings):
    settings.SMS_GATEWAY_URL, settings.LAPTOP = "", False
    client = proved(person())

    assert client.get(reverse("account_new_phone")).url == reverse("account_contacts")
    assert "belum bisa mengirim SMS" in client.get(reverse("account_contacts")).text
