"""Own sessions: seen, ended by their person, ended by what changes the keys of the account."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import devices
from portal.accounts.models import OpenSession
from portal.accounts.tasks import forget_old_sessions
from portal.audit.models import Entry
from tests.accounts.visits import mailed_code
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, code_of, log_in
from tests.factories.places import OfficeFactory, ProvinceFactory

pytestmark = pytest.mark.django_db

ANDROID = (
    "Mozilla/5.0 (Linux; Android 13; SM-A047F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"
)


@pytest.fixture
def user():
    return UserFactory()


def log_in_by_password(user, browser=ANDROID):
    client = Client(headers={"user-agent": browser})
    assert client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}).status_code == 302
    return client


def gets_in(client):
    return client.get(reverse("pages:person_home")).status_code == 200


def listed(client):
    return client.get(reverse("account_sessions")).context["sessions"]


def test_the_list_says_device_and_times_in_words_and_marks_this_one(user):
    log_in_by_password(user, "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0")
    log_in(Client(), UserFactory())

    rows = listed(log_in_by_password(user))

    assert [(row["device"], row["is_this_one"]) for row in rows] == [
        ("Chrome di Android", True),
        ("Firefox di Windows", False),
    ]
    assert rows[0]["first_used"].endswith("WIB")


def test_an_officer_reads_the_times_of_the_own_office(client):
    office = OfficeFactory(province=ProvinceFactory(time_zone="Asia/Jayapura"))
    officer = MembershipFactory(office=office).user
    log_in(client, officer)
    officer.open_sessions.update(first_used_at=datetime(2026, 12, 31, 16, 5, tzinfo=UTC))

    (row,) = listed(client)

    assert row["first_used"] == "1 Jan 2027, 01.05 WIT"


def test_no_word_of_the_browser_itself_is_kept(user):
    log_in_by_password(user)

    row = OpenSession.objects.values().get()

    assert (row["browser"], row["system"]) == ("chrome", "android")
    assert set(row) == {"id", "user_id", "browser", "system", "first_used_at", "last_used_at"}


def test_one_other_session_is_ended_by_its_button(user):
    mine, other, third = (log_in_by_password(user) for _ in range(3))

    answer = mine.post(reverse("account_end_session"), {"session": other.session["open_session"]})

    assert answer.url == reverse("account_sessions")
    assert [gets_in(client) for client in (mine, other, third)] == [True, False, True]
    assert Entry.objects.get(action="accounts.session_ended").user_id == user.pk
    assert "_auth_user_id" not in other.session


@pytest.mark.parametrize("whose", ["stranger", "own"])
def test_neither_a_strangers_session_nor_this_one_is_ended_by_the_button(user, whose):
    mine, strangers = log_in_by_password(user), log_in(Client(), UserFactory())
    named = {"stranger": strangers, "own": mine}[whose]

    mine.post(reverse("account_end_session"), {"session": named.session["open_session"]})

    assert gets_in(strangers)
    assert gets_in(mine)
    assert not Entry.objects.filter(action="accounts.session_ended").exists()


def test_all_others_are_ended_at_once_and_nobody_elses(user):
    mine, other, third = (log_in_by_password(user) for _ in range(3))
    strangers = log_in(Client(), UserFactory())

    mine.post(reverse("account_end_other_sessions"))

    assert [gets_in(client) for client in (mine, other, third, strangers)] == [True, False, False, True]
    assert Entry.objects.filter(action="accounts.other_sessions_ended").count() == 1


def test_ending_all_others_makes_a_copied_device_cookie_unknown_and_keeps_this_device(user):
    mine, thief = log_in_by_password(user), Client()
    thief.cookies[devices.COOKIE] = mine.cookies[devices.COOKIE].value

    mine.post(reverse("account_end_other_sessions"))

    user.refresh_from_db()
    known = [devices.is_known(client.get(reverse("account_login")).wsgi_request, user) for client in (mine, thief)]
    assert known == [True, False]


def test_changing_the_password_ends_all_other_sessions(user):
    mine, other = log_in_by_password(user), log_in_by_password(user)

    mine.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "kebun jagung tua", "password2": "kebun jagung tua"},
    )

    assert (gets_in(mine), gets_in(other)) == (True, False)
    assert len(listed(mine)) == 1


def test_resetting_the_password_ends_all_sessions(user, mailoutbox):
    inside, lost = log_in_by_password(user), Client()
    lost.post(reverse("account_reset_password"), {"email": user.email})
    code = mailed_code()
    lost.post(reverse("account_confirm_password_reset_code"), {"code": code})

    lost.post(
        reverse("account_complete_password_reset"), {"password1": "kebun jagung tua", "password2": "kebun jagung tua"}
    )

    assert not gets_in(inside)
    user.refresh_from_db()
    assert user.check_password("kebun jagung tua")
    assert not user.open_sessions.exists()


@pytest.mark.django_db(transaction=True)  # allauth tells of it after the commit
def test_setting_up_the_second_step_ends_all_other_sessions(user):
    mine, other = log_in_by_password(user), log_in_by_password(user)
    secret = mine.get(reverse("mfa_activate_totp")).context["form"].secret

    mine.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert (gets_in(mine), gets_in(other)) == (True, False)


def test_a_disabled_account_is_out_at_once(user):
    mine = log_in_by_password(user)
    user.is_active = False
    user.save(update_fields=["is_active"])

    assert not gets_in(mine)


def test_logging_out_and_in_again_leaves_one_session(user):
    mine = log_in_by_password(user)
    mine.post(reverse("account_logout"))
    assert not user.open_sessions.exists()

    mine.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert len(listed(mine)) == 1


def test_a_session_is_over_two_weeks_after_the_log_in_though_it_was_used(user):
    mine, day = log_in_by_password(user), timedelta(days=1)
    user.open_sessions.update(first_used_at=timezone.now() - 14 * day)
    Session.objects.update(expire_date=timezone.now() - day)

    assert not gets_in(mine)
    forget_old_sessions()
    assert not user.open_sessions.exists()
    assert not Session.objects.exists()


def test_the_last_use_is_noted_to_five_minutes(user):
    mine, an_hour_ago = log_in_by_password(user), timezone.now() - timedelta(hours=1)
    user.open_sessions.update(last_used_at=an_hour_ago)

    gets_in(mine)

    assert timezone.now() - user.open_sessions.get().last_used_at < timedelta(minutes=5)
