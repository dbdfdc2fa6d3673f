"""A phisher's page, a stolen password and made-up answers open nothing by passkey."""

import json

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.accounts.passkey import PRESENT, VERIFIED, Device
from tests.accounts.visits import is_in, post
from tests.factories.accounts import MembershipFactory, UserFactory, log_in

pytestmark = pytest.mark.django_db
PHISHING = [
    {"origin": "https://jalur-resmi.jahat.test"},
    {"origin": "https://jahat.localhost"},  # below our domain, and none of our hosts
    {"origin": "http://localhost.jahat.test"},
    {"domain": "jahat.test"},
    {"cross_origin": True},
    {"challenge": b"sixteen bytes long, of another visit"},
    {"flags": PRESENT},  # nobody's finger, face or PIN
]


def browser():
    return Client(headers={"host": "localhost"})


def at_the_own_pages(user):
    """A browser of somebody who gave the password just now."""
    client = log_in(browser(), user)
    post(client, "account_reauthenticate", password="sirih pinang kapur")
    return client


def to_add(client):
    return json.loads(client.get(reverse("mfa_add_webauthn")).context["options"])


def to_log_in(client):
    return client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()


def with_passkey(user):
    """A device whose passkey opens the account."""
    device, client = Device(), at_the_own_pages(user)
    post(client, "mfa_add_webauthn", name="HP", credential=device.make(to_add(client)))
    assert user.authenticator_set.filter(type=Authenticator.Type.WEBAUTHN).exists()
    return device


def handle(user):
    return user_pk_to_url_str(user).encode()


def test_a_good_answer_opens_the_account_once():
    user = UserFactory()
    device, client, thief = with_passkey(user), browser(), browser()
    answer = device.give(to_log_in(client), handle=handle(user))
    to_log_in(thief)

    for visitor in (client, thief):
        post(visitor, "mfa_login_webauthn", credential=answer)

    assert [is_in(client), is_in(thief)] == [True, False]


@pytest.mark.parametrize("lie", PHISHING)
def test_a_foreign_page_gets_no_answer_that_counts_here(lie):
    user = UserFactory()
    device, client = with_passkey(user), browser()

    post(client, "mfa_login_webauthn", credential=device.give(to_log_in(client), handle=handle(user), **lie))

    assert not is_in(client)


@pytest.mark.parametrize("lie", PHISHING)
def test_a_foreign_page_makes_no_passkey_for_here(lie):
    user = UserFactory()
    client = at_the_own_pages(user)

    post(client, "mfa_add_webauthn", name="HP", credential=Device().make(to_add(client), **lie))

    assert not user.authenticator_set.exists()


def test_asked_again_the_device_must_know_its_holder_too():
    user = UserFactory()
    device = with_passkey(user)
    client = log_in(browser(), user)
    page = reverse("mfa_reauthenticate")

    def give(flags):
        options = json.loads(client.get(page).context["options"])
        return post(client, "mfa_reauthenticate", credential=device.give(options, flags=flags)).status_code

    assert [give(PRESENT), give(VERIFIED)] == [200, 302]


def test_nobody_names_another_account_with_the_own_passkey():
    device, other, client = with_passkey(UserFactory()), UserFactory(), browser()

    post(client, "mfa_login_webauthn", credential=device.give(to_log_in(client), handle=handle(other)))

    assert not is_in(client)


def test_an_answer_signed_by_another_key_opens_nothing():
    user = UserFactory()
    with_passkey(user)
    client = browser()

    post(client, "mfa_login_webauthn", credential=Device().give(to_log_in(client), handle=handle(user)))

    assert not is_in(client)


def bent(answer):
    """What somebody writes into the field instead."""
    good = json.loads(answer)
    yield from ("", "{", "null", "[]", "0", '"x"', "{}", "[" * 5_000, "x" * 30_000, json.dumps({"response": []}))
    for part in good:
        for nonsense in (None, [], "\ud800"):
            yield json.dumps(good | {part: nonsense})
    for part in good["response"]:
        for nonsense in (None, {}, "ä", "AAAA"):
            yield json.dumps(good | {"response": good["response"] | {part: nonsense}})


def test_made_up_answers_are_taken_calmly_by_each_page():
    user = UserFactory()
    device, visitor, owner = with_passkey(user), browser(), at_the_own_pages(user)
    forged = Device().give(to_log_in(visitor), handle=handle(user))  # good but for its signature
    post(owner, "mfa_reauthenticate", credential=device.give(again(owner)))
    options = to_add(owner)
    tries = [
        *((visitor, "mfa_login_webauthn", answer) for answer in bent(forged)),
        *((owner, "mfa_reauthenticate", answer) for answer in bent(forged)),
        *((owner, "mfa_add_webauthn", answer) for answer in bent(Device().make(options))),
    ]

    for client, page, answer in tries:
        cache.clear()
        assert post(client, page, name="HP", credential=answer).status_code in {200, 302, 400}
    assert not is_in(visitor)


def again(client):
    return json.loads(client.get(reverse("mfa_reauthenticate")).context["options"])


@pytest.mark.parametrize("number", ["0", "-1", "9" * 40, "abc", "\u0661"])
def test_a_made_up_person_is_nobody(number):
    client, device = browser(), with_passkey(UserFactory())

    answer = post(client, "mfa_login_webauthn", credential=device.give(to_log_in(client), handle=number.encode()))

    assert answer.status_code == 302
    assert not is_in(client)


def test_a_shared_phone_gets_no_passkey():
    user = UserFactory()
    client = at_the_own_pages(user)
    options = to_add(client)
    session = client.session
    session["shared_phone"] = True
    session.save()

    answer = post(client, "mfa_add_webauthn", name="HP", credential=Device().make(options))

    assert answer.url == reverse("mfa_list_webauthn")
    assert not user.authenticator_set.exists()


def test_an_officer_removes_neither_of_two_at_once_nor_the_last():
    user = MembershipFactory(user=UserFactory(second_factor=True)).user
    client = log_in(browser(), user)
    post(client, "mfa_add_webauthn", name="HP", credential=Device().make(to_add(client)))
    passkey = user.authenticator_set.get(type=Authenticator.Type.WEBAUTHN)

    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    post(client, "mfa_deactivate_totp")

    assert [row.type for row in user.authenticator_set.exclude(type="recovery_codes")] == [Authenticator.Type.TOTP]


def test_nobody_removes_or_renames_the_passkey_of_another():
    owner = UserFactory()
    with_passkey(owner)
    passkey, stranger = owner.authenticator_set.get(type=Authenticator.Type.WEBAUTHN), at_the_own_pages(UserFactory())

    for page in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert stranger.post(reverse(page, args=[passkey.pk]), {"name": "Milik saya"}).status_code == 404

    assert owner.authenticator_set.filter(pk=passkey.pk, data__name="HP").exists()


def test_a_passkey_of_a_closed_account_opens_nothing():
    user = UserFactory()
    device, client = with_passkey(user), browser()
    user.is_active = False
    user.save(update_fields=["is_active"])

    post(client, "mfa_login_webauthn", credential=device.give(to_log_in(client), handle=handle(user)))

    assert not is_in(client)
