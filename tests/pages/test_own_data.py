"""The copy of one's own data: asked again before, complete, nobody else's, and never a secret."""

import json
import time

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from portal.accounts.consent.services import give, note_notice_shown
from portal.audit.models import Entry
from portal.messaging.services import contact_of
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, acting, an_invitation, log_in
from tests.pages_rows_of_mailroom import told_of_closing

pytestmark = pytest.mark.django_db
PAGE = "/saya/data-saya/"
REAUTHENTICATE = "/akun/pastikan/"


def proved(client, user):
    """Logged in, and asked for the password a moment ago."""
    log_in(client, user)
    client.post(REAUTHENTICATE, {"password": PASSWORD})
    return client


def test_the_file_is_given_only_to_whoever_was_asked_again(client):
    log_in(client, UserFactory())

    assert client.post(PAGE).url == f"{REAUTHENTICATE}?next=%2Fsaya%2Fdata-saya%2F"
    assert client.get(PAGE).url == f"{REAUTHENTICATE}?next=%2Fsaya%2Fdata-saya%2F"
    assert not Entry.objects.filter(action="accounts.own_data_copied").exists()


def test_being_asked_again_leads_back_and_opens_the_file(client):
    user = UserFactory()
    log_in(client, user)

    answer = client.post(f"{REAUTHENTICATE}?next={PAGE}", {"password": PASSWORD, "next": PAGE})
    assert answer.url == PAGE
    answer = client.post(PAGE)

    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="data-saya.json"'
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.get(action="accounts.own_data_copied").user_id == user.pk


def test_a_proof_of_long_ago_is_none(client):
    proved(client, UserFactory())
    session = client.session
    for row in session["account_authentication_methods"]:
        row["at"] = time.time() - 3600
    session.save()

    assert client.post(PAGE).status_code == 302


def test_the_file_holds_what_accounts_keep_about_the_person_and_no_secret(client):
    user = UserFactory(name="Maria Tolan", pin=make_password("580213"), second_factor=True)
    membership = MembershipFactory(user=user, letter_number="SK-77")
    proved(client, user)
    give(acting(user), user, "vacancy_news", version=1, language="id")
    note_notice_shown(acting(user), user, language="id")

    text = client.post(PAGE).text

    copy = json.loads(text)["account"]
    assert (copy["profile"]["name"], copy["profile"]["email"]) == ("Maria Tolan", user.email)
    assert [row["letter_number"] for row in copy["memberships"]] == [membership.letter_number]
    assert [(row["purpose"], row["decision"], row["version"]) for row in copy["consents"]] == [
        ("vacancy_news", "given", 1)
    ]
    assert [row["version"] for row in copy["notices_shown"]] == [user.notices_shown.get().text.number]
    assert len(copy["open_sessions"]) == 1
    secrets = [user.password, user.pin, client.session.session_key]
    secrets += [str(value) for row in user.authenticator_set.all() for value in row.data.values()]
    assert [secret for secret in secrets if secret in text] == []


def test_the_file_holds_what_was_saved_refused_and_written(client):
    user = UserFactory()
    message = told_of_closing(contact_of(user))
    message.contact.opt_outs.create(topic="news")
    told_of_closing(contact_of(UserFactory()))

    copy = json.loads(proved(client, user).post(PAGE).text)

    assert [row["query"] for row in copy["saved"]["searches"]] == ["q=perawat&negara=TW"]
    assert len(copy["saved"]["vacancies"]) == 2
    assert [row["kind"] for row in copy["messages"]["messages"]] == ["jobs.closing"]
    assert [row["topic"] for row in copy["messages"]["refused"]] == ["news"]


def test_the_file_says_nothing_about_anybody_else(client):
    other = UserFactory(name="Yohanes Contoh")
    give(acting(other), other, "vacancy_news", version=1, language="id")
    MembershipFactory(user=other, letter_number="SK-88")
    user = UserFactory()
    proved(client, user)

    text = client.post(PAGE, {"user": other.pk}).text

    assert other.name not in text and other.email not in text and "SK-88" not in text
    assert json.loads(text)["account"]["consents"] == []


def test_an_address_that_nobody_proved_shows_no_invitation(client):
    an_invitation(email="baru@contoh.test", letter_number="SK-99")
    user = UserFactory(email="baru@contoh.test", email_verified=False)
    proved(client, user)
    assert "SK-99" not in client.post(PAGE).text

    user.emailaddress_set.update(verified=True)
    assert "SK-99" in client.post(PAGE).text


def test_another_site_cannot_make_the_copy():
    user = UserFactory()
    strict = log_in(Client(enforce_csrf_checks=True), user)

    assert strict.post(PAGE).status_code == 403
