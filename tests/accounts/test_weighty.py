"""Rare acts that open doors ask for the second factor again; what was being typed meanwhile is not lost."""

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from tests import addresses
from tests.accounts.visits import minutes_pass
from tests.factories.accounts import MembershipFactory, UserFactory, log_in, totp_code
from tests.pages_registry import PAGES

pytestmark = pytest.mark.django_db

# Every view that asks again, by the name of its address: a new one is added here by whoever marks it.
WEIGHTY = {
    "assisted:hand_over",
    "boards:sheet",
    "company_room:decision",
    "account_new_email",
    "account_new_email_code",
    "account_new_phone",
    "account_new_phone_code",
    "account_pin",
    "account_remove_phone",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "compose:schedule",
    "counter:act",
    "counter:ask",
    "counter:open_account",
    "counter:paper",
    "duplicates:decide",
    "duplicates:look_again",
    "lists:export",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "national_link",
    "national_unlink",
    "own_desk:withheld",
    "programme_room:publish",
    "recording:clear",
    "rules_room:publish",
    "staff:end_membership",
    "staff:confirm_taker",
    "staff:invite",
    "staff:unlock",
}
# Plain buttons, which moreover ask for a proof of the last five minutes themselves.
BUTTONS = {"national_link", "national_unlink"}


@pytest.fixture
def head(client):
    membership = MembershipFactory(role=Role.BP3MI_HEAD)
    log_in(client, membership.user)
    return membership


def invitation_page(head):
    return reverse("staff:invite", args=[head.office.code])


def facts():
    first = {"name": "Ibu Baru", "email": "baru@contoh.test", "role": f"{Role.BP3MI_OFFICER}.", "letter_number": "SK"}
    return first | {"valid_from": f"{today_in(WIB):%d/%m/%Y}", "valid_to": ""}


def test_the_weighty_views_are_these():
    assert {name for name, view in addresses.pages() if getattr(view, "is_weighty", False)} == WEIGHTY


@pytest.mark.parametrize("name", sorted(WEIGHTY - BUTTONS))
def test_a_weighty_view_has_a_page_that_asks(name):
    page = next(page for page in PAGES if page.name == name)

    assert page.status != 405  # a bare button would be accepted for half an hour


def test_a_head_who_logged_in_just_now_is_not_asked_again(client, head):
    assert client.get(invitation_page(head)).status_code == 200


def test_six_minutes_later_the_head_is_asked_and_comes_back_to_the_page(client, head, monkeypatch):
    minutes_pass(monkeypatch, 6)
    asked = client.get(invitation_page(head), {"a": "1"})
    assert asked.url.split("?")[0] == reverse("mfa_reauthenticate")

    answer = client.post(asked.url, {"code": totp_code(head.user)})

    assert answer.url == invitation_page(head) + "?a=1"
    assert client.get(answer.url).status_code == 200


def test_a_password_alone_is_no_answer_to_the_question(client, head, monkeypatch):
    minutes_pass(monkeypatch, 6)
    client.post(reverse("account_reauthenticate"), {"password": "sirih pinang kapur"})

    assert client.get(invitation_page(head)).status_code == 302


def test_what_a_head_typed_for_half_an_hour_is_accepted(client, head, monkeypatch):
    client.get(invitation_page(head))
    minutes_pass(monkeypatch, 34)

    client.post(invitation_page(head), facts())

    assert mail.outbox[-1].to == ["baru@contoh.test"]


def test_a_form_that_comes_later_still_changes_nothing_and_leads_back_to_its_page(client, head, monkeypatch):
    page = invitation_page(head)
    minutes_pass(monkeypatch, 36)

    answer = client.post(page, facts(), headers={"referer": f"http://testserver{page}?a=1"})

    assert answer.url.split("?")[0] == reverse("mfa_reauthenticate")
    assert client.post(answer.url, {"code": totp_code(head.user)}).url == page + "?a=1"
    assert mail.outbox == []


@pytest.mark.parametrize("came_from", ["https://jahat.test/x", "//jahat.test", "javascript:alert(1)", "\x00"])
def test_a_foreign_page_is_never_come_back_to(client, head, monkeypatch, came_from):
    minutes_pass(monkeypatch, 36)
    asked = client.post(invitation_page(head), facts(), headers={"referer": came_from})

    assert client.post(asked.url, {"code": totp_code(head.user)}).url == invitation_page(head)


def test_who_has_no_second_factor_is_asked_nothing(client, monkeypatch):
    log_in(client, UserFactory())
    minutes_pass(monkeypatch, 60)

    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 404


def test_a_form_has_more_time_than_its_page():
    assert settings.WEIGHTY_FORM_SECONDS > settings.WEIGHTY_SECONDS
