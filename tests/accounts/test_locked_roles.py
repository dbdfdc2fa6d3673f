"""A role that nobody used for 60 days no longer counts; the person's own account stays usable."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal.accounts.acting import ActRefused
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.accounts.staff_room.invitations import accept, invite
from portal.accounts.staff_room.services import unlock
from portal.audit.models import Entry
from portal.lib.dates import WIB, today_in
from portal.places.models import Office
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.places import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "counts"), [(1, True), (59, True), (60, False), (400, False)])
def test_a_role_counts_until_it_was_unused_for_60_days(days, counts):
    membership = MembershipFactory(unused_days=days)

    assert membership.is_current() is counts
    assert Membership.objects.in_force(today_in(membership.office.zone)).exists() is counts


def test_a_role_given_today_for_a_time_long_begun_counts():
    membership = MembershipFactory(valid_from=today_in(WIB) - timedelta(days=300))

    assert membership.is_current()


def test_logging_in_does_not_unlock_the_role_but_opens_the_own_pages(client):
    locked = MembershipFactory(unused_days=60)
    log_in(client, locked.user)

    assert client.get(reverse("pages:staff_home")).status_code == 404
    page = client.get(reverse("pages:person_home"))
    assert page.status_code == 200
    assert str(locked.office) in page.content.decode()
    locked.refresh_from_db()
    assert not locked.is_current()


def test_acting_is_noted_once_a_day(client, django_assert_num_queries):
    membership = MembershipFactory(unused_days=30)
    log_in(client, membership.user)

    client.get(reverse("pages:staff_home"))

    membership.refresh_from_db()
    today = today_in(membership.office.zone)
    assert (membership.last_used_on, membership.idle_since) == (today, today)


def test_a_head_unlocks_after_the_person_was_there(client):
    locked = MembershipFactory(unused_days=60)
    head = MembershipFactory(role=Role.BP3MI_HEAD, office=locked.office)
    log_in(client, head.user)
    address = reverse("staff:unlock", args=[locked.office.code, locked.pk])

    assert "was_here" in client.post(address).context["form"].errors
    client.post(address, {"was_here": "on"})

    locked.refresh_from_db()
    assert locked.is_current()
    assert locked.last_used_on < today_in(WIB)
    entry = Entry.objects.get(action="accounts.membership_unlocked")
    assert (entry.user_id, entry.subject_id, entry.reason_code) == (head.user_id, str(locked.pk), "in_person")
    assert client.get(address).status_code == 404


def test_nobody_unlocks_the_own_role_by_another_office():
    ministry = MembershipFactory(role=Role.MINISTRY_ADMIN)
    locked = MembershipFactory(user=ministry.user, unused_days=90)

    with pytest.raises(ActRefused):
        unlock(acting(ministry), locked)


@pytest.mark.parametrize("facts", [{}, {"unused_days": 59}])
def test_what_is_not_locked_is_not_unlocked(facts):
    head = MembershipFactory(role=Role.BP3MI_HEAD)
    officer = MembershipFactory(office=head.office, **facts)

    with pytest.raises(ActRefused):
        unlock(acting(head), officer)


def test_a_foreign_head_unlocks_nothing():
    with pytest.raises(ActRefused):
        unlock(acting(MembershipFactory(role=Role.BP3MI_HEAD)), MembershipFactory(unused_days=90))


def test_a_locked_head_is_no_head_and_gives_no_role():
    head = MembershipFactory(role=Role.BP3MI_HEAD, unused_days=61)

    with pytest.raises(ActRefused):
        invite(
            acting(head),
            office=head.office,
            role=Role.BP3MI_OFFICER,
            email="baru@contoh.test",
            name="Baru",
            valid_from=today_in(WIB),
            valid_to=None,
            letter_number="SK-1",
        )


def test_the_list_warns_before_and_says_since_when_it_is_locked(client):
    head = MembershipFactory(role=Role.BP3MI_HEAD)
    MembershipFactory(office=head.office, unused_days=52)
    MembershipFactory(office=head.office, unused_days=90)
    log_in(client, head.user)

    rows = client.get(reverse("staff:office_members", args=[head.office.code])).context["rows"]

    assert [row["status"][0] for row in rows] == ["bad", "turn", ""]
    assert "52" in rows[1]["status"][1]
    assert [bool(row["unlock"]) for row in rows] == [True, False, False]


def test_the_command_lets_the_last_administrator_in_again(capsys):
    office = OfficeFactory(kind=Office.Kind.HEAD_OFFICE, province=None)
    locked = MembershipFactory(role=Role.MINISTRY_ADMIN, office=office, unused_days=60)

    call_command("invite_ministry_admin", locked.user.email, name="Siti", letter="KEP-7")
    token = capsys.readouterr().out.split()[0].rstrip("/").split("/")[-1]
    accept(token, user=locked.user, ip="")

    locked.refresh_from_db()
    assert locked.is_current()
    assert locked.user.memberships.count() == 1
    with pytest.raises(CommandError, match="already"):
        call_command("invite_ministry_admin", "lain@contoh.test", name="Lain", letter="KEP-8")
