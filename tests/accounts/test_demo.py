"""Demo accounts: usable at once on a laptop, never in production."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connections
from django.urls import reverse

from portal.accounts import demo
from portal.accounts.consent.services import new_notice_for
from portal.accounts.models import Membership, User
from portal.accounts.roles import Role
from portal.startup import refuse_unfit_database
from tests.factories.accounts import UserFactory, log_in

pytestmark = pytest.mark.django_db
OFFICER = demo.email_of(Role.BP3MI_OFFICER)


@pytest.fixture
def production(settings):
    settings.LAPTOP = False


def test_there_is_an_account_for_each_role_and_seeding_again_changes_nothing():
    assert demo.seed() == len(demo.PEOPLE)
    before = list(User.objects.values()), list(Membership.objects.values())

    assert demo.seed() == 0

    assert (list(User.objects.values()), list(Membership.objects.values())) == before
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role) - {Role.CITIZEN}
    assert set(User.objects.values_list("is_demo", flat=True)) == {True}
    assert User.objects.get(is_staff=True).memberships.get().role == Role.MINISTRY_ADMIN
    assert [new_notice_for(user) for user in User.objects.all()] == [None] * len(demo.PEOPLE)


def test_the_ministry_has_a_second_person_so_that_a_rule_can_be_published():
    demo.seed()

    names = Membership.objects.filter(role=Role.MINISTRY_ADMIN).values_list("user__email", "office")
    assert len(set(names)) == 2
    assert {email for email, _office in names} == {demo.email_of(Role.MINISTRY_ADMIN, number) for number in (1, 2)}


def test_the_printed_password_and_code_open_the_staff_pages(client, capsys):
    call_command("seed_demo_accounts", "--print")
    assert f"{OFFICER:<38} {demo.password_of(OFFICER)}" in capsys.readouterr().out
    call_command("demo_code", OFFICER)
    password, code, *_rest = capsys.readouterr().out.split()

    client.post(reverse("account_login"), {"login": OFFICER, "password": password})
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert client.get(reverse("pages:staff_home")).context["acting"].role == Role.BP3MI_OFFICER


def test_a_changed_key_makes_new_secrets(settings, client):
    demo.seed()
    settings.SECRET_KEY = "another key of this laptop, long enough to be one"

    demo.seed()
    client.post(reverse("account_login"), {"login": OFFICER, "password": demo.password_of(OFFICER)})
    client.post(reverse("mfa_authenticate"), {"code": demo.code_of(OFFICER)})

    assert client.get(reverse("pages:staff_home")).status_code == 200


def test_a_real_account_under_a_demo_address_is_left_alone():
    UserFactory(email=OFFICER)

    with pytest.raises(ImproperlyConfigured, match="not a demo account"):
        demo.seed()
    assert User.objects.count() == 1


@pytest.mark.parametrize("command", [("seed_demo_accounts",), ("demo_code", OFFICER)])
def test_production_refuses_the_commands(production, command):
    with pytest.raises(CommandError, match="laptop only"):
        call_command(*command)
    assert not User.objects.exists()


def test_production_does_not_start_with_demo_accounts_and_a_laptop_does(settings, monkeypatch):
    # The test's own transaction lives on this connection.
    monkeypatch.setattr(type(connections), "close_all", lambda self: None)
    UserFactory(is_demo=True)
    refuse_unfit_database()
    settings.LAPTOP = False

    with pytest.raises(SystemExit, match="demo accounts"):
        refuse_unfit_database()

    User.objects.all().delete()
    refuse_unfit_database()


def test_production_lets_no_demo_account_in_by_password_code_or_old_session(client, settings, mailoutbox):
    demo.seed()
    citizen = demo.email_of(Role.CITIZEN)
    settings.LAPTOP = False

    answer = client.post(reverse("account_login"), {"login": citizen, "password": demo.password_of(citizen)})
    assert answer.url == reverse("account_inactive")

    client.post(reverse("account_request_login_code"), {"email": citizen})
    code = mailoutbox[-1].body.split("\n\n")[1]
    assert client.post(reverse("account_confirm_login_code"), {"code": code}).url == reverse("account_inactive")

    log_in(client, User.objects.get(email=citizen))
    assert client.get(reverse("pages:person_home")).url.startswith(reverse("account_login"))
