"""A person changes the own e-mail address; what was mailed to the old one opens nothing any more."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.contacts import services
from portal.accounts.models import OneTimeCode, User
from portal.audit.models import Entry
from tests.accounts.own_ways import NEW_ADDRESS, fresh, proved
from tests.accounts.phone import NUMBER, person
from tests.accounts.visits import mailed_code, minutes_pass, post
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, log_in, totp_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]


def begin(client, email=NEW_ADDRESS):
    return post(client, "account_new_email", email=email)


def test_a_new_address_counts_once_its_code_is_typed(post_told):
    user = UserFactory()
    other, client = log_in(Client(), user), proved(user)

    begin(client, NEW_ADDRESS.upper())
    assert (mail.outbox[-1].to, fresh(user).email) == ([NEW_ADDRESS], user.email)
    post_told(client, "account_new_email_code", code=mailed_code())

    assert fresh(user).email == NEW_ADDRESS
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")) == [
        (NEW_ADDRESS, True, True)
    ]
    assert mail.outbox[-1].to == [user.email]
    assert NEW_ADDRESS not in mail.outbox[-1].body
    assert other.get(reverse("account_contacts")).status_code == 302
    assert Entry.objects.get(action="accounts.email_changed").fields == ["email"]


def test_a_first_address_is_told_to_the_number(gateway, post_told):
    client = proved(person())
    begin(client)
    post_told(client, "account_new_email_code", code=mailed_code())

    assert gateway.taken[-1]["to"] == NUMBER
    assert "e-mail" in gateway.taken[-1]["text"]


def test_the_old_address_renews_no_password(client):
    user = UserFactory()
    begun = Client()
    post(begun, "account_reset_password", email=user.email)
    reset = mailed_code()
    inside = proved(user)
    begin(inside)
    post(inside, "account_new_email_code", code=mailed_code())

    post(begun, "account_confirm_password_reset_code", code=reset)  # asked for before the change
    assert begun.get(reverse("account_complete_password_reset")).status_code == 302
    post(client, "account_reset_password", email=user.email)

    assert "Kode" not in mail.outbox[-1].subject
    assert not any(line.isdigit() for line in mail.outbox[-1].body.splitlines())


def test_a_reset_half_done_by_the_old_address_ends_with_it():
    user = UserFactory()
    begun = Client()
    post(begun, "account_reset_password", email=user.email)
    post(begun, "account_confirm_password_reset_code", code=mailed_code())
    inside = proved(user)
    begin(inside)
    post(inside, "account_new_email_code", code=mailed_code())

    post(begun, "account_complete_password_reset", password1="kebun jagung tua", password2="kebun jagung tua")

    assert fresh(user).check_password(PASSWORD)


def test_a_log_in_code_to_the_old_address_opens_nothing():
    user = UserFactory()
    begun = Client()
    post(begun, "account_request_login_code", email=user.email)
    code = mailed_code()
    inside = proved(user)
    begin(inside)
    post(inside, "account_new_email_code", code=mailed_code())

    post(begun, "account_confirm_login_code", code=code)

    assert "_auth_user_id" not in begun.session


@pytest.mark.parametrize("confirmed", [True, False])
def test_somebody_elses_address_looks_the_same_and_its_owner_is_told(confirmed):
    owner = UserFactory(email=NEW_ADDRESS, email_verified=confirmed, language="en")
    taken, free = proved(UserFactory()), proved(UserFactory())

    answers = [begin(taken), begin(free, "bebas@contoh.test")]
    pages = [client.get(reverse("account_new_email_code")).text for client in (taken, free)]

    assert [answer.url for answer in answers] == [reverse("account_new_email_code")] * 2
    assert len(mail.outbox) == 2
    assert mail.outbox[0].to == [owner.email]
    assert "Somebody wrote your e-mail address" in mail.outbox[0].body
    assert not any(line.isdigit() for line in mail.outbox[0].body.splitlines())
    assert OneTimeCode.objects.count() == 2
    alike = [page.replace(address, "") for page, address in zip(pages, (NEW_ADDRESS, "bebas@contoh.test"), strict=True)]
    assert len(alike[0]) == len(alike[1])


def test_of_two_who_prove_one_address_the_first_gets_it():
    first, second = UserFactory(), UserFactory()
    one, two = proved(first), proved(second)
    codes = []
    for client in (one, two):
        begin(client)
        codes.append(mailed_code())

    post(one, "account_new_email_code", code=codes[0])
    answer = post(two, "account_new_email_code", code=codes[1])

    assert "sudah dipakai" in two.get(answer.url).text
    assert (fresh(first).email, fresh(second).email) == (NEW_ADDRESS, second.email)
    assert EmailAddress.objects.filter(user=second, verified=True).exists()


def test_an_officer_gives_the_second_factor_again(client, monkeypatch):
    user = MembershipFactory().user
    log_in(client, user)
    minutes_pass(monkeypatch, 6)
    post(client, "account_reauthenticate", password=PASSWORD)

    asked = client.get(reverse("account_new_email"))
    assert asked.url.startswith(reverse("mfa_reauthenticate"))
    assert client.post(asked.url, {"code": totp_code(user)}).url == reverse("account_new_email")

    assert client.get(reverse("account_new_email")).status_code == 200


def test_an_unconfirmed_address_of_ones_own_is_confirmed_here():
    user = person(email="maria@contoh.test", email_verified=False)
    client = proved(user)

    assert 'value="maria@contoh.test"' in client.get(reverse("account_new_email")).text
    begin(client, user.email)
    post(client, "account_new_email_code", code=mailed_code())

    assert EmailAddress.objects.get(user=user).verified


def test_one_address_is_not_flooded_with_mails():
    for _each in range(5):
        begin(proved(UserFactory()))

    assert len(mail.outbox) == 3


def test_two_at_once_cannot_both_have_one_address(monkeypatch):
    """Between the look and the write somebody else is faster: the database says no, the person gets a sentence."""
    UserFactory(email=NEW_ADDRESS)
    user = UserFactory()
    client = proved(user)
    monkeypatch.setattr(services, "_others", lambda *given: User.objects.none())
    post(client, "account_new_email", email=NEW_ADDRESS)

    answer = post(client, "account_new_email_code", code=mailed_code())

    assert answer.url == reverse("account_new_email")
    assert fresh(user).email == user.email
    assert EmailAddress.objects.filter(user=user, verified=True).exists()
