"""Limits that know the hall and the carrier: many people behind one address, one attacker behind many."""

import time
from itertools import count

import pytest
from allauth.account import forms
from allauth.core.internal.ratelimit import parse_rates
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.accounts import codes, devices
from tests.accounts.phone import PIN, TYPED
from tests.accounts.visits import is_in, mailed_code, others_were_here, post
from tests.factories.accounts import PASSWORD, UserFactory, totp_code

pytestmark = pytest.mark.django_db

DAY = 86_400
HALL = 500  # people who sign up at one event, behind one address
CHANCE = 1 / 10_000  # of guessing one account's code in a day: the most we allow


@pytest.fixture
def at(monkeypatch):
    """Sets the clock that limits and codes look at, in seconds from now."""
    start = time.time()
    return lambda seconds: monkeypatch.setattr(time, "time", lambda: start + seconds)


def known_device(client, user):
    client.cookies[devices.COOKIE] = devices._signer(user).sign("seen")
    return client


def per_day(action, settings):
    """How many tries a day the limit of ``action`` leaves for one key."""
    return min(
        rate.amount * DAY / rate.duration
        for rate in parse_rates(settings.ACCOUNT_RATE_LIMITS[action])
        if rate.per == "key"
    )


def test_the_chance_to_guess_any_code_of_an_account_in_a_day_is_below_one_in_ten_thousand(settings):
    # Whoever has copied the cookie of a known device has its tries as well as those of all strangers.
    mailed, by_sms = (2 * per_day(way, settings) for way in ("emailed_code_of_contact", "sms_code_of_account"))
    tries = mailed + by_sms + per_day("own_code", settings)

    assert tries / 10**codes.DIGITS < CHANCE
    assert settings.ALLAUTH_USER_CODE_FORMAT["length"] == codes.DIGITS


def test_the_chance_to_prove_a_strangers_contact_in_a_day_is_as_small(settings):
    tries = per_day("code_of_new_contact", settings) + 2 * per_day("emailed_code_of_contact", settings)

    assert tries / 10**codes.DIGITS < CHANCE


def test_the_chance_to_guess_a_code_of_the_app_in_a_day_is_as_small(settings):
    """Of whoever has the password and the cookie of a known device."""
    at_a_time = 1 + 2 * settings.MFA_TOTP_TOLERANCE

    assert 2 * per_day("app_code", settings) * at_a_time / 10**6 < CHANCE


class Attacker:
    """Comes from another address with each visit."""

    def __init__(self):
        self.addresses = (f"10.{n // 250 % 250}.{n % 250}.7" for n in count())

    def client(self):
        return Client(REMOTE_ADDR=next(self.addresses))


WAYS = {
    "log-in": ("account_request_login_code", "account_confirm_login_code"),
    "reset": ("account_reset_password", "account_confirm_password_reset_code"),
}


def test_many_addresses_guess_few_mailed_codes_a_day_over_all_ways(monkeypatch, at):
    user, attacker, compared = UserFactory(), Attacker(), []
    monkeypatch.setattr(forms, "compare_user_code", lambda **given: compared.append(given))
    for hour in range(12):
        at(hour * 3_601)
        for ask, confirm in WAYS.values():
            visit = attacker.client()
            post(visit, ask, email=user.email)
            for _guess in range(3):
                post(visit, confirm, code="00000x")

    assert len(compared) == 24


def test_right_codes_use_up_no_tries(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"emailed_code_of_contact": "1/d/key"}
    user = UserFactory()
    for _again in range(2):
        visitor = Client()
        post(visitor, "account_request_login_code", email=user.email)
        post(visitor, "account_confirm_login_code", code=mailed_code())
        assert is_in(visitor)


def test_a_thief_with_the_password_guesses_few_codes_of_the_app_and_locks_nobody_out(monkeypatch, at):
    user, asked = UserFactory(second_factor=True), []
    with monkeypatch.context() as patch:
        patch.setattr(TOTP, "validate_code", lambda self, code: bool(asked.append(code)))
        for hour in range(4):
            at(hour * 3_601)
            thief = Client()
            post(thief, "account_login", login=user.email, password=PASSWORD)
            for guess in range(5):
                post(thief, "mfa_authenticate", code=f"{hour}{guess:05}")
    assert len(asked) == 15

    at(5 * 3_601)
    owner = known_device(Client(), user)
    post(owner, "account_login", login=user.email, password=PASSWORD)
    post(owner, "mfa_authenticate", code=totp_code(user))
    assert is_in(owner)


@pytest.mark.parametrize("way", ["password", "code"])
def test_strangers_lock_nobody_out_of_a_known_device(way):
    user, attacker = UserFactory(), Attacker()
    for _ in range(20):
        post(attacker.client(), "account_login", login=user.email, password="keliru sekali")
        post(attacker.client(), "account_request_login_code", email=user.email)
    owner, new = known_device(Client(), user), Client()

    for visitor in (owner, new):
        if way == "password":
            post(visitor, "account_login", login=user.email, password=PASSWORD)
        else:
            mail.outbox.clear()
            post(visitor, "account_request_login_code", email=user.email)
            if mail.outbox:
                post(visitor, "account_confirm_login_code", code=mailed_code())

    assert [is_in(owner), is_in(new)] == [True, False]


def test_the_cookie_of_one_account_buys_no_tries_at_another():
    user, attacker = UserFactory(), Attacker()
    for _ in range(5):
        post(attacker.client(), "account_login", login=user.email, password="keliru sekali")

    visitor = known_device(Client(), UserFactory())
    post(visitor, "account_login", login=user.email, password=PASSWORD)

    assert not is_in(visitor)


def test_a_known_device_has_its_own_end():
    user = UserFactory()
    for _ in range(5):
        post(known_device(Client(), user), "account_login", login=user.email, password="keliru sekali")

    visitor = known_device(Client(), user)
    post(visitor, "account_login", login=user.email, password=PASSWORD)

    assert not is_in(visitor)


@pytest.mark.parametrize(("others", "status"), [(HALL - 1, 302), (600, 429)], ids=["hall", "flood"])
@pytest.mark.parametrize(("page", "action"), [("account_signup", "signup"), ("account_login", "login")])
def test_five_hundred_people_behind_one_address_pass_within_a_minute(settings, page, action, others, status):
    settings.TRUSTED_PROXIES = 1
    hall, user = Client(headers={"x-forwarded-for": "203.0.113.9"}), UserFactory()
    others_were_here(action, others, "203.0.113.9")

    fields = {"name": "Sonia", "email": "aula@contoh.test", "password1": "kebun jagung tua"}
    answer = post(hall, page, login=user.email, password=PASSWORD, **fields)

    assert answer.status_code == status


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_a_visitor_writes_no_address_of_his_own(settings, proxies):
    settings.TRUSTED_PROXIES = proxies
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "3/m/ip"}
    passed = ["10.9.9.9"] * (proxies - 1)
    statuses = []
    for spoofed in range(5):
        # The visitor writes the left part; our first proxy adds the real address, the next one the first's.
        chain = ", ".join([f"198.51.100.{spoofed}", *(["203.0.113.9"] if proxies else []), *passed])
        visitor = Client(REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": chain})
        statuses.append(post(visitor, "account_login", login="siapa@contoh.test", password="x").status_code)

    assert statuses == [200, 200, 200, 429, 429]


def test_a_whole_network_of_new_addresses_counts_as_one():
    """A customer of IPv6 has 2^64 addresses at home; they are counted together."""
    from allauth.core.internal.ratelimit import truncate_ip

    assert truncate_ip("2001:db8:1:2::1") == truncate_ip("2001:db8:1:2:ffff::9") != truncate_ip("2001:db8:1:3::1")


def test_a_wiped_cache_gives_no_code_more_tries(client):
    user = UserFactory()
    post(client, "account_request_login_code", email=user.email)
    code = mailed_code()
    for _ in range(3):
        cache.clear()
        post(client, "account_confirm_login_code", code="00000x")

    post(client, "account_confirm_login_code", code=code)

    assert not is_in(client)


@pytest.fixture
def _no_cache(settings):
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.mark.usefixtures("_no_cache")
@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("account_login", {"login": "a@contoh.test", "password": "x"}),
        ("account_request_login_code", {"email": "a@contoh.test"}),
        ("account_phone_login", {"phone": TYPED, "secret": PIN}),
        ("national_login", {}),
    ],
)
def test_without_the_cache_the_doors_say_that_they_are_closed_for_a_while(page, fields):
    answer = Client(raise_request_exception=False).post(reverse(page), fields)

    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "no-store" in answer["Cache-Control"]
    assert "Tutup beberapa menit" in answer.text


@pytest.mark.usefixtures("_no_cache")
def test_without_the_cache_the_pages_for_all_are_there(client):
    assert [client.get(reverse(name)).status_code for name in ("pages:home", "jobs:vacancy_list")] == [200, 200]
