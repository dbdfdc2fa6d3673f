"""Heads bring people in and end memberships; nobody reaches past the own office or the table of grants."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.accounts.acting import ActRefused
from portal.accounts.models import Invitation, Membership
from portal.accounts.roles import STAFF_ROLES, Role
from portal.accounts.staff_room.grants import ROOM_ROLES, givable
from portal.accounts.staff_room.invitations import invite
from portal.accounts.staff_room.services import end_membership
from portal.audit.models import Entry
from portal.lib.dates import WIB, today_in
from portal.places.models import Office
from tests.accounts.at_once import at_once
from tests.factories.accounts import MembershipFactory, UserFactory, acting, an_invitation, log_in
from tests.factories.places import OfficeFactory

pytestmark = pytest.mark.django_db
HEAD, OFFICER, MINISTRY = Role.BP3MI_HEAD, Role.BP3MI_OFFICER, Role.MINISTRY_ADMIN
STEWARD = Role.STEWARD
DAY = timedelta(days=1)


@pytest.fixture
def head(client):
    membership = MembershipFactory(role=HEAD)
    log_in(client, membership.user)
    return membership


def address(name, office, *rest):
    return reverse(f"staff:{name}", args=[office.code, *rest])


def facts(role=f"{OFFICER}.", **changed):
    first = {"name": "Ibu Baru", "email": "baru@contoh.test", "role": role, "letter_number": "SK-1"}
    return first | {"valid_from": f"{today_in(WIB):%d/%m/%Y}", "valid_to": ""} | changed


def ending(membership, day=None):
    day = day or today_in(membership.office.zone)
    return {"last_day": f"{day:%d/%m/%Y}", "letter_number": "SK-9"}


def test_a_head_sees_the_own_office_and_no_other(client, head):
    mine = MembershipFactory(office=head.office, user__name="Ibu Sini")
    other = MembershipFactory(user__name="Ibu Sana")

    page = client.get(reverse("staff:members"), follow=True).content.decode()

    assert mine.user.name in page
    assert other.user.name not in page
    for name, rest in (("office_members", ()), ("invite", ()), ("end_membership", (other.pk,))):
        assert client.get(address(name, other.office, *rest)).status_code == 404
    # The foreign row below the own office.
    assert client.post(address("end_membership", head.office, other.pk), ending(other)).status_code == 404
    assert Membership.objects.get(pk=other.pk).ended_at is None


@pytest.mark.parametrize("role", sorted(STAFF_ROLES - ROOM_ROLES))
def test_whoever_gives_no_role_has_no_staff_room(client, role):
    membership = MembershipFactory(role=role)
    log_in(client, membership.user)

    assert client.get(reverse("staff:members")).status_code == 404
    assert client.post(address("invite", membership.office), facts()).status_code == 404


def test_the_ministry_finds_an_office_by_its_name(client):
    log_in(client, MembershipFactory(role=MINISTRY).user)
    OfficeFactory(name="BP3MI Uji Coba")

    page = client.get(reverse("staff:members"), {"q": "uji"})

    assert [office.name for office in page.context["offices"]] == ["BP3MI Uji Coba"]


def test_the_list_goes_on_by_key(client, head):
    MembershipFactory.create_batch(30, office=head.office)

    first = client.get(address("office_members", head.office))
    second = client.get(address("office_members", head.office) + first.context["next_address"])

    assert (len(first.context["rows"]), len(second.context["rows"])) == (25, 6)


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_for_any_number(client, head, count, django_assert_max_num_queries):
    MembershipFactory.create_batch(count, office=head.office)

    with django_assert_max_num_queries(12):
        client.get(address("office_members", head.office))


def test_a_head_invites_and_is_shown_the_link_once(client, head):
    page = client.post(address("invite", head.office), facts())

    link = page.context["address"]
    assert link in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    message = mail.outbox[-1]
    assert message.to == ["baru@contoh.test"]
    assert link in message.body
    assert "baru" not in message.subject.lower()
    assert "baru" not in link
    assert link not in client.get(address("office_members", head.office)).content.decode()
    assert Entry.objects.filter(action="accounts.invited", user_id=head.user_id).exists()


@pytest.mark.parametrize(
    ("role", "given"),
    [
        (Role.BP3MI_HEAD, {(OFFICER, ""), (STEWARD, ""), (HEAD, "plh"), (HEAD, "plt")}),
        (Role.MINISTRY_ADMIN, {(OFFICER, ""), (STEWARD, ""), (HEAD, ""), (HEAD, "plh"), (HEAD, "plt")}),
        (Role.BP3MI_OFFICER, {(STEWARD, "")}),
        (Role.PROVINCE_OFFICER, set()),
        (Role.REGENCY_HEAD, {(STEWARD, "")}),
        (STEWARD, set()),
    ],
)
def test_what_each_role_gives_at_a_bp3mi(role, given):
    membership = MembershipFactory(role=role)

    assert set(givable(acting(membership), membership.office)) == given


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["Kepala BP3MI", "Plh. Kepala BP3MI", "Plt. Kepala BP3MI"]),
        ("en", ["Head of BP3MI", "Head of BP3MI, daily deputy (Plh)", "Head of BP3MI, acting (Plt)"]),
    ],
)
def test_who_stands_in_is_called_as_the_office_does(language, words):
    with override(language):
        assert [Membership(role=HEAD, standing=standing).role_label for standing in ("", "plh", "plt")] == words


def test_who_stands_in_names_nobody_to_stand_in():
    deputy = MembershipFactory(role=HEAD, standing="plh", valid_to=today_in(WIB) + DAY)

    assert givable(acting(deputy), deputy.office) == [(OFFICER, ""), (STEWARD, "")]


@pytest.mark.parametrize("role", [f"{HEAD}.", f"{MINISTRY}.", f"{Role.VILLAGE_CLERK}.", "", ".", "\x00", "x" * 9999])
def test_no_form_gives_a_role_beyond_the_table(client, head, role):
    page = client.post(address("invite", head.office), facts(role))

    assert "role" in page.context["form"].errors
    assert not Invitation.objects.exists()


def test_the_act_itself_refuses_a_role_beyond_the_table(head):
    with pytest.raises(ActRefused):
        an_invitation(head, role=HEAD)


def test_nobody_gives_a_role_to_themselves(client, head):
    page = client.post(address("invite", head.office), facts(email=head.user.email.upper()))

    assert page.context["form"].non_field_errors()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("last", ["", "01/01/2020", "besok"])
def test_an_acting_head_needs_an_end(client, head, last):
    page = client.post(address("invite", head.office), facts(f"{HEAD}.plh", valid_to=last))

    assert "valid_to" in page.context["form"].errors


def test_the_database_wants_an_end_for_an_acting_head():
    with pytest.raises(IntegrityError, match="membership_of_an_acting_head_has_an_end"):
        MembershipFactory(role=HEAD, standing="plt")


def test_ending_closes_the_log_ins_at_once_and_keeps_the_history(client, head):
    officer = MembershipFactory(office=head.office)
    open_page = log_in(Client(headers={"host": "localhost"}), officer.user)
    assert open_page.get(reverse("pages:staff_home")).status_code == 200

    answer = client.post(address("end_membership", head.office, officer.pk), ending(officer))

    assert answer.url == address("office_members", head.office)
    assert open_page.get(reverse("pages:staff_home")).url.startswith(reverse("account_login"))
    log_in(open_page, officer.user.__class__.objects.get(pk=officer.user_id))
    assert open_page.get(reverse("pages:staff_home")).status_code == 404
    officer.refresh_from_db()
    assert (officer.ended_by_id, officer.ending_letter_number) == (head.user_id, "SK-9")
    assert Entry.objects.filter(action="accounts.membership_ended", subject_id=str(officer.pk)).exists()


def test_a_planned_end_leaves_the_person_in_until_its_day(client, head):
    officer = MembershipFactory(office=head.office)
    tomorrow = today_in(head.office.zone) + DAY

    client.post(address("end_membership", head.office, officer.pk), ending(officer, tomorrow))

    officer.refresh_from_db()
    assert (officer.valid_to, officer.ended_at, officer.is_current()) == (tomorrow, None, True)


def test_an_end_is_never_moved_to_a_later_day(client, head):
    officer = MembershipFactory(office=head.office, valid_to=today_in(head.office.zone) + DAY)

    page = client.post(
        address("end_membership", head.office, officer.pk), ending(officer, officer.valid_to + 300 * DAY)
    )

    assert "last_day" in page.context["form"].errors


def test_the_last_head_stays(client, head):
    page = client.post(address("end_membership", head.office, head.pk), ending(head))

    assert page.context["form"].non_field_errors()
    head.refresh_from_db()
    assert head.ended_at is None


def test_of_two_heads_the_second_stays_when_the_first_is_already_leaving(client, head):
    other = MembershipFactory(role=Role.BP3MI_HEAD, office=head.office)
    day = today_in(WIB)
    end_membership(acting(other), other, last_day=day + timedelta(days=30), letter_number="SK-9")

    page = client.post(address("end_membership", head.office, head.pk), ending(head))

    assert page.context["form"].non_field_errors()


def test_a_head_may_leave_when_there_is_another(head):
    MembershipFactory(role=HEAD, office=head.office)

    assert end_membership(acting(head), head, last_day=today_in(WIB), letter_number="SK-9") is True


def test_of_two_administrators_who_end_each_other_one_stays():
    office = OfficeFactory(kind=Office.Kind.HEAD_OFFICE, province=None)
    first, second = (MembershipFactory(role=MINISTRY, office=office) for _ in range(2))
    # Both opened the page while both were in.
    by_first, by_second = acting(first), acting(second)
    today = today_in(WIB)

    end_membership(by_first, second, last_day=today, letter_number="SK-1")
    with pytest.raises(ActRefused):
        end_membership(by_second, first, last_day=today, letter_number="SK-2")
    with pytest.raises(ActRefused):
        end_membership(by_first, first, last_day=today, letter_number="SK-3")

    first.refresh_from_db()
    assert first.is_current()


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_end_each_other_at_once_one_stays():
    office = OfficeFactory(kind=Office.Kind.HEAD_OFFICE, province=None)
    one, other = (MembershipFactory(role=MINISTRY, office=office) for _ in range(2))
    today = today_in(WIB)

    answers = at_once(
        lambda: end_membership(acting(one), other, last_day=today, letter_number="SK-1"),
        lambda: end_membership(acting(other), one, last_day=today, letter_number="SK-2"),
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["ActRefused", "bool"]
    assert type(one).objects.filter(ended_at=None).count() == 1


def test_an_ended_head_with_an_open_page_invites_nobody(head):
    by, ministry = acting(head), MembershipFactory(role=MINISTRY)
    end_membership(acting(ministry), head, last_day=today_in(WIB), letter_number="SK-1")

    with pytest.raises(ActRefused):
        invite(
            by,
            office=head.office,
            role=OFFICER,
            email="baru@contoh.test",
            name="Baru",
            valid_from=today_in(WIB),
            valid_to=None,
            letter_number="SK-2",
        )


def test_what_an_ended_head_invited_opens_nothing(client, head):
    _invitation, token = an_invitation(head)
    ministry = MembershipFactory(role=MINISTRY)

    end_membership(acting(ministry), head, last_day=today_in(WIB), letter_number="SK-1")

    assert client.get(reverse("account_invitation", args=[token])).status_code == 404


def test_a_head_ends_no_other_head(client, head):
    other = MembershipFactory(role=HEAD, office=head.office)

    assert client.post(address("end_membership", head.office, other.pk), ending(other)).status_code == 404


def test_a_membership_that_is_over_is_not_ended_again(client, head):
    over = MembershipFactory(office=head.office, valid_to=today_in(WIB) - 5 * DAY)

    assert client.post(address("end_membership", head.office, over.pk), ending(over)).status_code == 404


def test_a_get_ends_nothing(client, head):
    officer = MembershipFactory(office=head.office)

    assert client.get(address("end_membership", head.office, officer.pk)).status_code == 200
    assert Membership.objects.get(pk=officer.pk).is_current()


def test_a_citizen_finds_no_staff_room(client):
    log_in(client, UserFactory())

    assert client.get(reverse("staff:members")).status_code == 404
