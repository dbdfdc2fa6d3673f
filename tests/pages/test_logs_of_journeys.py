"""Whole journeys, and not one of the person's words in a line of the log."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from tests.factories.accounts import PASSWORD, MembershipFactory, totp_code
from tests.pages.test_logs import lines  # noqa: F401 - a fixture

NAME, EMAIL, SECRET, WRONG = "Yohana Berek", "yohana.berek@contoh.test", "kebun jagung tua", "salah ketik sekali"


@pytest.fixture
def visitor(db):
    cache.clear()
    return Client(raise_request_exception=False, headers={"host": "localhost", "user-agent": f"HP {NAME}"})


def said_of_a_person(log):
    """Personal words that stand in the log; a bare first name or a mailbox counts too."""
    text = "\n".join(log)
    assert "request_finished" in text  # the log did listen
    words = [NAME, "Yohana", "yohana", EMAIL, SECRET, "jagung", WRONG, PASSWORD, *re.findall(r"\b[0-9]{6}\b", codes())]
    return [word for word in words if word in text]


def codes():
    return "\n".join(sent.body for sent in mail.outbox)


def test_signing_up_failing_and_getting_in_leave_no_word(visitor, lines):  # noqa: F811
    visitor.get(reverse("account_signup"), {"email": EMAIL, "name": NAME})
    visitor.post(reverse("account_signup"), {"name": NAME, "email": "bukan alamat", "password1": SECRET})
    visitor.post(reverse("account_signup"), {"name": NAME, "email": EMAIL, "password1": SECRET})
    code = re.search(r"^([0-9]{6})$", mail.outbox[-1].body, re.MULTILINE)[1]
    visitor.post(reverse("account_email_verification_sent"), {"code": "000000"})
    visitor.post(reverse("account_email_verification_sent"), {"code": code})
    visitor.get(reverse("pages:person_home"))
    visitor.post(reverse("account_logout"))
    visitor.post(reverse("account_login"), {"login": EMAIL, "password": WRONG})
    visitor.post(reverse("account_request_login_code"), {"email": EMAIL})
    visitor.post(reverse("account_reset_password"), {"email": EMAIL})
    visitor.post(reverse("account_login"), {"login": EMAIL, "password": SECRET})

    assert User.objects.get(email=EMAIL).name == NAME
    assert said_of_a_person(lines()) == []


def test_a_second_step_leaves_no_code(visitor, lines):  # noqa: F811
    officer = MembershipFactory(user__name=NAME, user__email=EMAIL).user
    code = totp_code(officer)

    visitor.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    visitor.post(reverse("mfa_authenticate"), {"code": "123123"})
    answer = visitor.post(reverse("mfa_authenticate"), {"code": code}, follow=True)

    assert answer.status_code == 200
    assert [word for word in (code, "123123") if word in "\n".join(lines())] == []
    assert said_of_a_person(lines()) == []
