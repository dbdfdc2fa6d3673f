"""Numbers, PINs and codes in the wrong hands: nothing opens, and nothing tells who uses a number."""

import re
import time
from itertools import count

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from portal.accounts.adapter import TOO_MANY_TRIES
from portal.accounts.models import OneTimeCode
from portal.accounts.phone import services
from portal.accounts.phone.numbers import give_number
from portal.audit.models import Entry
from tests.accounts.phone import PIN, TYPED, at_home, begin, confirm, last_code, person
from tests.accounts.visits import is_in, post, tries_in_a_day
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]


def answers(client, number, secret):
    """All that a stranger sees of both pages, without what differs in each visit and the number itself."""
    first = begin(client, secret, number)
    page = client.get(first.url)
    wrong = confirm(client, "000000" if not OneTimeCode.objects.exists() else "00000x")
    hide = re.compile(rf"value=\"\w{{64}}\"|{re.escape(number)}|\+[0-9]+|08[0-9]{{2}}-[0-9-]+")
    return [
        (answer.status_code, answer.headers.get("Location"), sorted(answer.cookies), hide.sub("", answer.text))
        for answer in (first, page, wrong)
    ]


def test_unknown_number_wrong_pin_and_right_pin_look_the_same(gateway):
    person()

    right = answers(Client(), TYPED, PIN)
    wrong = answers(Client(), TYPED, "111222")
    unknown = answers(Client(), "0812 0000 1111", PIN)

    assert right == wrong == unknown
    assert len(gateway.taken) == 1


class CountingHasher(MD5PasswordHasher):
    hashed = 0

    def encode(self, password, salt):
        CountingHasher.hashed += 1
        return super().encode(password, salt)


def test_every_number_and_secret_costs_the_same_hashing(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    person()
    UserFactory(phone="+6281234567891", email=None)
    UserFactory.create_batch(6, phone="+6281234567892", email=None)
    costs = {}
    for number in ("81234567890", "81234567891", "81234567892", "81200001111"):
        for secret in (PIN, "111222", PASSWORD, "salah salah"):
            CountingHasher.hashed = 0
            services.accounts_with(f"+62{number}", secret)
            costs[number, secret] = CountingHasher.hashed

    assert set(costs.values()) == {6}


def test_nobody_and_somebody_cost_the_same_queries(client, django_assert_num_queries):
    person()
    counts = []
    for number in (TYPED, "0812 0000 1111"):
        visitor = Client()
        begin(visitor, PIN, number)
        with django_assert_num_queries(1000, exact=False) as asked:
            confirm(visitor, "00000x")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_new_device_is_sent_to_the_counter(client, gateway):
    user = person()
    begin(client)

    answer = confirm(client, last_code(gateway))

    assert answer.url == reverse("account_phone_proof")
    assert not is_in(client)
    page = client.get(answer.url).text
    assert reverse("places:office_finder") in page and "KTP" in page
    assert Entry.objects.filter(action="accounts.phone_refused", subject_id=str(user.pk)).count() == 1


@pytest.mark.parametrize(("days", "is_let_in"), [(89, True), (91, False)])
def test_a_device_unused_for_ninety_days_is_new_again(client, gateway, monkeypatch, days, is_let_in):
    user, now = person(), time.time()
    with monkeypatch.context() as then:
        then.setattr(time, "time", lambda: now - days * 86_400)
        at_home(client, user)
    begin(client)

    confirm(client, last_code(gateway))

    assert is_in(client) is is_let_in


def test_a_new_owner_of_the_number_with_a_device_of_their_own_stays_out(client, gateway):
    person()
    new = UserFactory(email="baru@contoh.test")
    at_home(client, new)
    begin(client, number=TYPED)

    confirm(client, last_code(gateway))

    assert not is_in(client)
    assert post(client, "account_phone_code_only", phone=TYPED).status_code == 302
    assert confirm(client, last_code(gateway)).url == reverse("account_phone_proof")
    assert not is_in(client)


def test_an_account_that_gave_its_number_away_meanwhile_is_not_opened(client, gateway):
    user = person()
    at_home(client, user)
    begin(client)
    give_number(user, None)

    confirm(client, last_code(gateway))

    assert not is_in(client)


def test_staff_without_a_second_factor_do_not_enter_by_phone(client, gateway):
    officer = MembershipFactory(user=person()).user
    at_home(client, officer)
    begin(client)

    assert confirm(client, last_code(gateway)).url == reverse("account_phone_proof")
    assert not is_in(client)


def test_a_code_opens_once(client, gateway):
    at_home(client, person())
    begin(client)
    code = last_code(gateway)
    confirm(client, code)
    post(client, "account_logout")

    confirm(client, code)

    assert not is_in(client)
    assert OneTimeCode.objects.get().used_at


def test_a_code_opens_nothing_without_its_first_page(client, gateway):
    user = person()
    begin(Client())
    at_home(client, user)

    assert confirm(client, last_code(gateway)).url == reverse("account_phone_login")
    begin(client, "111222")
    confirm(client, last_code(gateway))

    assert not is_in(client)


def test_a_wrong_pin_in_a_second_tab_takes_back_the_first(client, gateway):
    at_home(client, person())
    begin(client)
    code = last_code(gateway)
    begin(client, "111222")

    confirm(client, code)

    assert not is_in(client)


def test_of_two_tabs_the_newer_code_counts(client, gateway):
    at_home(client, person())
    begin(client)
    older = last_code(gateway)
    begin(client)
    newer = last_code(gateway)

    outcome = []
    for code in (older, newer):
        confirm(client, code)
        outcome.append(is_in(client))

    assert outcome == [older == newer, True]


def test_five_wrong_codes_end_the_log_in_for_all_sessions(client, gateway):
    at_home(client, person())
    begin(client)
    code = last_code(gateway)
    for _ in range(5):
        confirm(client, "00000x")

    confirm(client, code)

    assert not is_in(client)


def test_a_stranger_spends_nobody_elses_tries(client, gateway):
    at_home(client, person())
    begin(client)
    stranger = Client()
    begin(stranger, "111222")
    for _ in range(5):
        confirm(stranger, "00000x")

    confirm(client, last_code(gateway))

    assert is_in(client)


def test_one_thief_from_many_addresses_has_forty_tries_a_day(monkeypatch, settings):
    settings.TRUSTED_PROXIES = 1
    person()
    addresses = (f"192.0.2.{end}" for end in count(1))

    def attempt():
        return begin(Client(headers={"x-forwarded-for": next(addresses)}), "111222").status_code == 302

    assert tries_in_a_day(monkeypatch, attempt) == 40


@pytest.mark.parametrize("number", [TYPED, "0812 0000 1111"], ids=["known", "unknown"])
def test_too_many_tries_are_refused_in_the_same_words_for_every_number(client, number):
    person()
    for _ in range(6):
        begin(Client(), "111222", number)

    answer = begin(client, PIN, number)

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [TOO_MANY_TRIES]


def test_the_session_gets_a_new_key(client, gateway):
    at_home(client, person())
    begin(client)
    before = client.session.session_key

    confirm(client, last_code(gateway))

    assert client.session.session_key != before
    stranger = Client()
    stranger.cookies["sessionid"] = before
    assert not is_in(stranger)
