"""Sign-up by phone in the wrong hands: nothing tells who uses a number, and no code is guessed."""

import re
import threading
import time
from itertools import count

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.accounts import codes
from portal.accounts.models import OneTimeCode, User
from portal.accounts.phone.forms import OTHER_WAYS_IN
from tests.accounts.phone import NUMBER, begin, confirm, last_code, person
from tests.accounts.test_phone_attacks import CountingHasher
from tests.accounts.test_phone_sign_up import PIN, choose, come_to_the_choice, prove_number, sign_up
from tests.accounts.visits import is_in, others_were_here, post, tries_in_a_day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]


def test_before_the_proof_every_number_looks_and_costs_the_same(gateway, settings, django_assert_num_queries):
    settings.PASSWORD_HASHERS = ["tests.accounts.test_phone_attacks.CountingHasher"]
    person(phone="+6281234567891")
    for _ in range(6):
        person(phone="+6281234567892")
    seen = []
    for number in ("0812-3456-7890", "0812-3456-7891", "0812-3456-7892"):
        client, CountingHasher.hashed = Client(), 0
        with django_assert_num_queries(1000, exact=False) as asked:
            first = sign_up(client, number)
            page = client.get(first.url)
            wrong = prove_number(client, "00000x")
        hide = re.compile(r"value=\"\w{64}\"|\+[0-9]+|08[0-9]{2}-[0-9-]+")
        seen.append(
            [CountingHasher.hashed, len(asked)]
            + [
                (answer.status_code, answer.headers.get("Location"), sorted(answer.cookies), hide.sub("", answer.text))
                for answer in (first, page, wrong)
            ]
        )

    assert seen[0] == seen[1] == seen[2]
    assert len(gateway.taken) == 3


def test_no_page_opens_before_the_one_that_leads_to_it(client, gateway):
    assert prove_number(client, "123456").url == reverse("account_phone_signup")
    assert choose(client).url == reverse("account_phone_signup")
    sign_up(client)
    assert choose(client).url == reverse("account_phone_signup")

    assert not User.objects.exists()


def test_five_wrong_codes_end_a_sign_up(client, gateway):
    sign_up(client)
    for _ in range(5):
        prove_number(client, "00000x")

    assert prove_number(client, last_code(gateway)).status_code == 200
    assert choose(client).url == reverse("account_phone_signup")


def test_asking_for_another_code_gives_no_more_tries(client, gateway):
    sign_up(client)
    for _ in range(4):
        prove_number(client, "00000x")
    post(client, "account_phone_signup_code", action="resend")
    prove_number(client, "00000x")

    prove_number(client, last_code(gateway))

    assert choose(client).url == reverse("account_phone_signup")


def test_a_code_is_of_its_visit_and_its_purpose(client, gateway):
    sign_up(client)
    own, stranger = last_code(gateway), Client()
    sign_up(stranger, "0812-0000-1111")

    if own != last_code(gateway):
        assert prove_number(stranger, own).status_code == 200
    person(phone="+6281200001111")
    begin(stranger, "580213", "0812-0000-1111")
    confirm(stranger, own)
    assert not is_in(stranger)


def test_a_stranger_at_the_same_number_neither_replaces_nor_spends_the_code(client, gateway):
    sign_up(client)
    code, stranger = last_code(gateway), Client()
    sign_up(stranger)
    for _ in range(5):
        prove_number(stranger, "00000x")

    assert prove_number(client, code).url == reverse("account_phone_signup_secret")


def test_a_code_counts_for_ten_minutes(client, gateway, monkeypatch):
    sign_up(client)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)

    assert prove_number(client, last_code(gateway)).url == reverse("account_phone_signup")


def test_of_two_tabs_the_newer_counts(client, gateway):
    sign_up(client, name="Lama")
    older = last_code(gateway)
    sign_up(client, name="Baru")
    if older != last_code(gateway):
        assert prove_number(client, older).status_code == 200

    prove_number(client, last_code(gateway))
    choose(client)

    assert User.objects.get().name == "Baru"


def test_another_number_after_the_proof_needs_a_proof_of_its_own(client, gateway):
    come_to_the_choice(client, gateway)
    sign_up(client, "0812-0000-1111")

    assert choose(client).url == reverse("account_phone_signup")
    assert not User.objects.exists()


def test_the_session_gets_a_new_key(client, gateway):
    come_to_the_choice(client, gateway)
    before = client.session.session_key
    choose(client)

    assert client.session.session_key != before


def test_a_repeated_form_makes_no_second_account(client, gateway):
    come_to_the_choice(client, gateway)
    copy = Client()
    copy.cookies["sessionid"] = client.cookies["sessionid"].value
    choose(client)

    assert choose(client).status_code == 302
    choose(copy)

    assert User.objects.count() == 1


def test_the_owner_of_an_older_account_is_not_found_by_a_spent_code(client, gateway):
    """Whoever repeats the last page with the PIN of somebody at the number comes to no account of theirs."""
    person(pin=make_password(PIN))
    User.objects.update(date_joined="2026-01-01T00:00Z")
    come_to_the_choice(client, gateway)
    OneTimeCode.objects.all().delete()

    assert choose(client).url == reverse("account_phone_login")
    assert not is_in(client)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_account_and_both_lead_in(client, gateway):
    come_to_the_choice(client, gateway)
    outcome, together = [], threading.Barrier(2, timeout=15)

    def click():
        copy = Client()
        copy.cookies["sessionid"] = client.cookies["sessionid"].value
        together.wait()
        outcome.append(choose(copy).url)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert User.objects.count() == 1
    assert reverse("pages:person_home") in outcome and len(outcome) == 2


def test_five_hundred_people_behind_one_address_sign_up(monkeypatch):
    sent = []
    monkeypatch.setattr(codes, "send_code", lambda *given, **how: sent.append(given))

    others_were_here("phone_sign_up", 499)

    assert sign_up(Client()).status_code == 302
    assert len(sent) == 1


def test_a_flood_from_one_address_is_stopped():
    others_were_here("phone_sign_up", 600)

    assert sign_up(Client()).context["form"].non_field_errors() == [OTHER_WAYS_IN]


def test_one_attacker_from_many_addresses_has_forty_tries_a_day(monkeypatch, settings):
    """Forty of a million, for an account of the attacker's own at a number that is not his."""
    settings.TRUSTED_PROXIES = 1
    addresses, tries = (f"192.0.2.{end}" for end in count(1)), []
    monkeypatch.setattr(codes, "use_code", lambda *given: bool(tries.append(given)))

    def attempt():
        visitor = Client(headers={"x-forwarded-for": next(addresses)})
        began = sign_up(visitor).status_code == 302
        for _guess in range(5):
            prove_number(visitor, "00000x")
        return began

    assert tries_in_a_day(monkeypatch, attempt) == 20
    assert len(tries) == 40
    assert sign_up(Client()).context["form"].non_field_errors() == [OTHER_WAYS_IN]


def test_name_and_number_leave_the_session_with_the_sign_up(client, gateway):
    come_to_the_choice(client, gateway)
    assert client.session["phone_sign_up"]["phone"] == NUMBER

    choose(client)

    assert "phone_sign_up" not in client.session
