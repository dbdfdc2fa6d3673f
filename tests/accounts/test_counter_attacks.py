"""A corrupt officer at the counter, a thief who got in before, and paper in the wrong hands."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from portal.accounts.acting import ActRefused
from portal.accounts.counter import services
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.lib.dates import WIB, today_in
from tests.accounts.counter import Purpose, a_person, a_printed, asked, choose, two_officers, type_code
from tests.accounts.visits import is_in, post
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LONG = "kapal besar berlayar"
LOCKED = {"unused_days": 61}
LATER = {"valid_from": today_in(WIB) + timedelta(days=20)}


@pytest.fixture(autouse=True)
def nobody_has_used_up_a_limit():
    cache.clear()


def without_contact():
    return User.objects.create_user(name="Maria Tolan")


def by_national(user):
    return SocialAccount.objects.create(user=user, provider="https://nasional.test", uid="subject-7")


def by_passkey(user):
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})


def by_log_in(user):
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())


@pytest.mark.parametrize("gets_in", [by_national, by_passkey, by_log_in])
def test_one_officer_alone_hands_over_no_account_that_somebody_gets_in_to(gets_in):
    officer, _colleague = two_officers()
    person = without_contact()
    gets_in(person)
    person.refresh_from_db()

    assert services.possible(person) == [Purpose.RECOVERY]
    with pytest.raises(ActRefused):
        asked(officer, person, Purpose.HAND_OVER)


def test_a_paper_of_before_hands_over_no_account_that_somebody_got_in_to_meanwhile(client):
    person = without_contact()
    _claim, code = a_printed(Purpose.HAND_OVER, account=person)
    by_national(person)
    type_code(client, code)

    choose(client, LONG)

    assert not is_in(client)


def test_a_recovered_account_loses_the_national_log_in_of_before(client):
    """A thief who got in once has linked his own."""
    person = a_person()
    by_national(person)
    _claim, code = a_printed(Purpose.RECOVERY, account=person)
    type_code(client, code)

    choose(client, LONG)

    assert is_in(client)
    assert not SocialAccount.objects.exists()
    assert Entry.objects.filter(action="accounts.login_unlinked", user_id=person.pk).exists()


@pytest.mark.parametrize("role", [LOCKED, LATER], ids=["locked", "begins later"])
def test_whoever_has_a_role_that_does_not_count_today_is_not_recovered_either(client, role):
    """The head opens the locked role again, and the later one begins: for whoever holds the account by then."""
    officer, _colleague = two_officers()
    person = MembershipFactory(user=a_person(), **role).user
    _claim, code = a_printed(Purpose.RECOVERY, account=person)

    with pytest.raises(ActRefused):
        asked(officer, person)
    type_code(client, code)
    choose(client, LONG)

    assert not is_in(client)


@pytest.mark.parametrize("page", ["mfa_activate_totp", "mfa_add_webauthn"])
@pytest.mark.parametrize("role", [{}, LOCKED, LATER], ids=["in force", "locked", "begins later"])
def test_a_stolen_password_sets_up_no_factor_of_the_thief(client, page, role):
    person = MembershipFactory(user=UserFactory(), **role).user
    post(client, "account_login", login=person.email, password=PASSWORD)

    said = client.get(reverse(page), headers={"host": "localhost"})
    client.post(reverse(page), {"code": "123456", "credential": "{}"}, headers={"host": "localhost"})

    assert "mfa/totp/prove_mailbox.html" in [template.name for template in said.templates]
    assert not person.authenticator_set.exists()
