"""One-time links to a role: who gets one, who may use it, and how often."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from portal.accounts.acting import ActRefused
from portal.accounts.models import Invitation, Membership, User
from portal.accounts.roles import Role
from portal.accounts.staff_room.invitations import accept
from portal.audit.models import Entry
from portal.lib.dates import WITA
from portal.messaging.models import Contact
from portal.places.models import Office
from tests.accounts.visits import mailed_code
from tests.factories.accounts import MembershipFactory, UserFactory, an_invitation, code_of, log_in
from tests.factories.places import OfficeFactory

pytestmark = pytest.mark.django_db
PASSWORD = {"password1": "kebun jagung tua"}


def link(token):
    return reverse("account_invitation", args=[token])


def printed_link(capsys, email="siti@contoh.test"):
    call_command("invite_ministry_admin", email, name="Siti", letter="KEP-7")
    return "/" + capsys.readouterr().out.split()[0].split("/", 3)[3]


@pytest.fixture
def head_office():
    return OfficeFactory(kind=Office.Kind.HEAD_OFFICE, province=None)


def test_the_first_ministry_administrator_comes_in_by_the_printed_link(client, capsys, head_office):
    address = printed_link(capsys)
    assert "siti" not in address.lower()

    answer = client.post(address, PASSWORD)
    setting_up = client.get(client.get(answer.url).url)
    client.post(reverse("mfa_activate_totp"), {"code": code_of(setting_up.context["form"].secret)})

    membership = Membership.objects.get(role=Role.MINISTRY_ADMIN)
    assert (membership.user.email, membership.letter_number) == ("siti@contoh.test", "KEP-7")
    assert client.get(reverse("pages:staff_home")).context["acting"] == membership
    assert Entry.objects.filter(action="accounts.invited", system="invite_ministry_admin").exists()
    assert Entry.objects.filter(action="accounts.invitation_accepted", user_id=membership.user_id).exists()


def test_no_link_is_printed_once_there_is_a_ministry_administrator(head_office):
    MembershipFactory(role=Role.MINISTRY_ADMIN, office=head_office)

    with pytest.raises(CommandError, match="already"):
        call_command("invite_ministry_admin", "lain@contoh.test", name="Lain", letter="KEP-8")

    assert not Invitation.objects.exists()


def test_of_two_printed_links_only_the_later_opens(client, capsys, head_office):
    first, second = printed_link(capsys), printed_link(capsys, "lain@contoh.test")

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


@pytest.mark.parametrize("email", ["", "bukan alamat", "a@b"])
def test_the_command_refuses_what_is_no_address(head_office, email):
    with pytest.raises(CommandError, match="e-mail"):
        call_command("invite_ministry_admin", email, name="Siti", letter="KEP-7")


def test_the_database_does_not_know_the_link():
    invitation, token = an_invitation()

    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values())
    assert len(token) >= 43


def test_a_link_works_once(client):
    _invitation, token = an_invitation()

    client.post(link(token), PASSWORD)
    client.logout()

    assert client.get(link(token)).status_code == 404
    assert client.post(link(token), PASSWORD).status_code == 404
    assert User.objects.filter(email="baru@contoh.test").count() == 1


def test_a_link_is_dead_after_its_time(client):
    invitation, token = an_invitation()
    assert invitation.expires_at - invitation.created_at < timedelta(hours=48, seconds=1)
    Invitation.objects.update(expires_at=timezone.now())

    assert client.post(link(token), PASSWORD).status_code == 404
    assert not User.objects.filter(email="baru@contoh.test").exists()


def test_a_link_that_was_handed_over_proves_no_mailbox(client):
    _invitation, token = an_invitation()

    answer = client.post(link(token), PASSWORD)

    assert answer.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session
    assert mail.outbox[-1].to == ["baru@contoh.test"]
    arrived = client.post(answer.url, {"code": mailed_code()})
    assert arrived.url == reverse("pages:staff_home")
    assert "totp_svg" in client.get(client.get(arrived.url).url).context


@pytest.mark.parametrize("password", ["pendek", "1234567890", "x" * 300])
def test_a_weak_password_leaves_the_link_open(client, password):
    _invitation, token = an_invitation()

    page = client.post(link(token), {"password1": password})

    assert page.context["form"].errors.keys() == {"password1"}
    assert Invitation.objects.open().count() == 1


def test_whoever_has_an_account_accepts_after_the_log_in(client):
    user = UserFactory(second_factor=True)
    _invitation, token = an_invitation(email=user.email)
    stranger = client.post(link(token), PASSWORD)
    assert stranger.context["form"] is None
    assert not user.memberships.exists()

    log_in(client, user)
    answer = client.post(link(token))

    assert answer.url == reverse("pages:staff_home")
    assert user.memberships.get().role == Role.BP3MI_OFFICER


def test_whoever_takes_a_role_is_written_to_by_the_clock_of_the_office(client):
    user = UserFactory(second_factor=True)
    invitation, token = an_invitation(email=user.email)
    log_in(client, user)

    client.post(link(token))

    assert invitation.office.zone == WITA
    assert Contact.objects.get(user=user).clock == WITA


def test_another_account_cannot_accept(client):
    invited, thief = UserFactory(), UserFactory()
    _invitation, token = an_invitation(email=invited.email)
    log_in(client, thief)

    page = client.post(link(token), PASSWORD)

    assert page.context["is_theirs"] is False
    assert not Membership.objects.filter(user__in=[invited, thief]).exists()


def test_the_act_itself_refuses_another_account():
    _invitation, token = an_invitation()

    with pytest.raises(ActRefused):
        accept(token, user=UserFactory(), ip="")

    assert Invitation.objects.open().exists()


def test_a_logged_in_person_makes_no_account_for_another_address(client):
    _invitation, token = an_invitation()
    log_in(client, UserFactory())

    client.post(link(token), PASSWORD)

    assert not User.objects.filter(email="baru@contoh.test").exists()


def test_a_newer_invitation_takes_the_place_of_the_older(client):
    head = MembershipFactory(role=Role.BP3MI_HEAD)
    _first, old = an_invitation(head)
    _second, new = an_invitation(head)

    assert client.get(link(old)).status_code == 404
    assert client.get(link(new)).status_code == 200
    assert Invitation.objects.unanswered().count() == 1


def test_a_role_somebody_has_already_is_not_given_twice(client):
    held = MembershipFactory()
    head = MembershipFactory(role=Role.BP3MI_HEAD, office=held.office)
    _invitation, token = an_invitation(head, email=held.user.email)
    log_in(client, held.user)

    page = client.post(link(token))

    assert page.context["problem"]
    assert held.user.memberships.count() == 1
