"""Recovery codes lie on paper: whoever finds one is noticed."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.cache import cache

from portal.audit.models import Entry
from tests.accounts.phone import begin, confirm, last_code, person
from tests.accounts.visits import is_in, post
from tests.factories.accounts import PASSWORD, UserFactory, totp_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]


def a_code(user):
    return RecoveryCodes.activate(user).get_unused_codes()[0]


def log_in_with(client, user, code):
    cache.clear()
    post(client, "account_login", login=user.email, password=PASSWORD)
    return post(client, "mfa_authenticate", code=code)


@pytest.mark.parametrize(("language", "left"), [("id", "Sisa 9 kode"), ("en", "9 codes are left")])
def test_a_used_code_is_told_by_mail_with_how_many_are_left(client, django_capture_on_commit_callbacks, language, left):
    user = UserFactory(second_factor=True, language=language)
    code = a_code(user)
    with django_capture_on_commit_callbacks(execute=True):
        log_in_with(client, user, code)

    (letter,) = [message for message in mail.outbox if left in message.body]
    assert is_in(client)
    assert letter.to == [user.email]
    assert code not in letter.body and user.name not in letter.body


def test_without_an_address_the_number_is_told(client, gateway, django_capture_on_commit_callbacks):
    user = person(second_factor=True)
    code = a_code(user)
    begin(client)
    confirm(client, last_code(gateway))
    with django_capture_on_commit_callbacks(execute=True):
        post(client, "mfa_authenticate", code=code)

    assert is_in(client)
    assert "9" in gateway.taken[-1]["text"]


def test_on_the_way_in_by_phone_it_is_noted_and_told_too(client, gateway, django_capture_on_commit_callbacks):
    """Two of one household have the same PIN, so the page of more proof takes the code."""
    user = person(second_factor=True)
    person()
    code = a_code(user)
    begin(client)
    confirm(client, last_code(gateway))
    with django_capture_on_commit_callbacks(execute=True):
        post(client, "account_phone_proof", code=code)

    assert is_in(client)
    assert Entry.objects.filter(action="accounts.recovery_code_used", user_id=user.pk).count() == 1
    assert "9" in gateway.taken[-1]["text"]


def test_a_code_of_the_app_is_told_to_nobody(client, django_capture_on_commit_callbacks):
    user = UserFactory(second_factor=True)
    with django_capture_on_commit_callbacks(execute=True):
        log_in_with(client, user, totp_code(user))

    assert is_in(client)
    assert not [message for message in mail.outbox if "kode cadangan" in message.subject]
