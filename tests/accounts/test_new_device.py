"""The notice of a log-in from a device not seen for 90 days."""

import time

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from portal.accounts import devices
from tests.accounts.test_sessions import ANDROID, gets_in
from tests.accounts.visits import mailed_code
from tests.factories.accounts import PASSWORD, UserFactory, totp_code

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


@pytest.fixture
def log_in_on(django_capture_on_commit_callbacks):
    def on(client, user):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        return client

    return on


def a_phone():
    return Client(headers={"user-agent": ANDROID})


def leave(client):
    client.post(reverse("account_logout"))
    return client


@pytest.mark.parametrize(
    ("language", "subject", "device", "way_out"),
    [
        ("id", "Jalur Resmi: ada yang masuk di perangkat baru", "Chrome di Android", "ganti kata sandi"),
        ("en", "Jalur Resmi: somebody logged in on a new device", "Chrome on Android", "change your password"),
    ],
)
def test_a_new_device_is_told_of_in_the_persons_own_language(log_in_on, mailoutbox, language, subject, device, way_out):
    user = UserFactory(language=language)

    log_in_on(a_phone(), user)

    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == ([user.email], subject)
    assert device in mail.body
    assert " WIB" in mail.body
    assert way_out in mail.body
    assert user.name not in mail.body
    assert "127.0.0.1" not in mail.body


def test_a_device_seen_before_is_told_of_no_more_until_90_days_have_passed(log_in_on, mailoutbox, monkeypatch):
    user, phone, now = UserFactory(), a_phone(), time.time()
    log_in_on(phone, user)
    assert len(mailoutbox) == 1

    counts = []
    for days in (80, 160, 251):  # each log-in counts anew
        leave(phone)
        cache.clear()
        monkeypatch.setattr(time, "time", lambda days=days: now + days * DAY)
        log_in_on(phone, user)
        counts.append(len(mailoutbox))

    assert counts == [1, 1, 2]


def test_a_lost_cookie_makes_a_new_device(log_in_on, mailoutbox):
    user, phone = UserFactory(), a_phone()
    log_in_on(phone, user)
    phone.cookies.clear()

    log_in_on(phone, user)

    assert len(mailoutbox) == 2


def test_a_shared_phone_is_known_to_each_of_its_people_apart(log_in_on, mailoutbox):
    mother, son, phone = UserFactory(), UserFactory(), a_phone()
    for user in (mother, son, mother, son):
        log_in_on(phone, user)
        leave(phone)

    assert [mail.to for mail in mailoutbox] == [[mother.email], [son.email]]


def test_the_cookie_names_nobody_and_no_script_reads_it(log_in_on):
    user = UserFactory(pk=987_654_321)

    cookie = log_in_on(a_phone(), user).cookies[devices.COOKIE]

    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 90 * DAY
    word, _moment, _signature = cookie.value.split(":")
    assert word == "seen"


def test_a_made_up_cookie_is_no_known_device(log_in_on, mailoutbox):
    phone, user = a_phone(), UserFactory()
    phone.cookies[devices.COOKIE] = "seen:1:x~~:::~" + "y" * 3000

    log_in_on(phone, user)

    assert len(mailoutbox) == 1


def test_a_password_without_the_second_step_is_no_log_in_yet(log_in_on, mailoutbox, django_capture_on_commit_callbacks):
    user = UserFactory(second_factor=True)
    phone = log_in_on(a_phone(), user)
    assert (len(mailoutbox), devices.COOKIE in phone.cookies) == (0, False)

    with django_capture_on_commit_callbacks(execute=True):
        phone.post(reverse("mfa_authenticate"), {"code": totp_code(user)})

    assert (len(mailoutbox), devices.COOKIE in phone.cookies) == (1, True)


def test_mail_that_is_down_keeps_nobody_outside(log_in_on, monkeypatch):
    def refuse(self, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", refuse)

    assert gets_in(log_in_on(a_phone(), UserFactory()))


def test_the_device_of_the_sign_up_is_not_told_of(client, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("account_signup"), {"name": "Sonia", "email": "sonia@contoh.test", "password1": "kebun jagung tua"}
        )
        code = mailed_code()
        client.post(reverse("account_email_verification_sent"), {"code": code})

    assert gets_in(client)
    assert [mail.subject for mail in mailoutbox if "perangkat" in mail.subject] == []
    assert devices.COOKIE in client.cookies
