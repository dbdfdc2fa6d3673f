from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection

from portal.accounts.models import Membership, User
from portal.accounts.roles import HEAD_ROLES, OFFICER_ROLES, STAFF_ROLES, Role
from tests.factories.accounts import MembershipFactory, UserFactory, acting
from tests.factories.places import OfficeFactory

pytestmark = pytest.mark.django_db
TODAY = date(2028, 2, 28)
DAY = timedelta(days=1)


def test_a_membership_cannot_end_before_it_begins():
    with pytest.raises(IntegrityError, match="membership_dates_are_in_order"):
        MembershipFactory(valid_from=TODAY, valid_to=TODAY - DAY)


@pytest.mark.parametrize("role", [Role.CITIZEN, "king"])
def test_a_membership_has_a_staff_role(role):
    with pytest.raises(IntegrityError, match="membership_has_a_staff_role"):
        MembershipFactory(role=role)


@pytest.mark.parametrize("second_from", [0, 5, 9])
def test_the_same_role_is_not_given_twice_for_one_day(second_from):
    first = MembershipFactory(valid_from=TODAY, valid_to=TODAY + 9 * DAY)

    with pytest.raises(IntegrityError, match="membership_is_not_given_twice"):
        MembershipFactory(user=first.user, office=first.office, valid_from=TODAY + second_from * DAY)


def test_one_may_come_back_the_day_after_and_hold_other_roles_and_offices_meanwhile():
    first = MembershipFactory(valid_from=TODAY, valid_to=TODAY + 9 * DAY)

    MembershipFactory(user=first.user, office=first.office, valid_from=TODAY + 10 * DAY)
    MembershipFactory(user=first.user, office=first.office, role=Role.BP3MI_HEAD, valid_from=TODAY)
    MembershipFactory(user=first.user, valid_from=TODAY)

    assert first.user.memberships.count() == 4


def test_the_database_tells_all_roles_apart():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT hashtext(role)) FROM unnest(%s) AS role", [[str(role) for role in Role]])
        assert cursor.fetchone() == (len(Role),)


@pytest.mark.parametrize(
    ("first", "last", "is_current"),
    [(0, 0, True), (0, None, True), (-5, None, True), (1, None, False), (-5, -1, False)],
)
def test_a_membership_is_current_from_its_first_to_its_last_day(monkeypatch, first, last, is_current):
    # A day that stays: the run may pass midnight.
    monkeypatch.setattr("portal.accounts.models.membership.today_in", lambda zone: TODAY)
    membership = MembershipFactory(
        office__province=None,
        valid_from=TODAY + first * DAY,
        valid_to=None if last is None else TODAY + last * DAY,
    )

    assert membership.is_current() is is_current
    assert Membership.objects.in_force(TODAY).exists() is is_current


def test_heads_see_their_office_the_ministry_all_and_others_themselves():
    mine = MembershipFactory()
    head = MembershipFactory(office=mine.office, role=Role.BP3MI_HEAD)
    elsewhere = MembershipFactory()
    ministry = MembershipFactory(role=Role.MINISTRY_ADMIN)

    def seen(by):
        return set(Membership.objects.visible_to(by)), set(User.objects.visible_to(by))

    assert seen(acting(mine)) == ({mine}, {mine.user})
    assert seen(acting(head)) == ({mine, head}, {mine.user, head.user})
    assert seen(acting(ministry)) == (
        {mine, head, elsewhere, ministry},
        {mine.user, head.user, elsewhere.user, ministry.user},
    )
    assert seen(acting(None)) == (set(), set())


def test_an_acting_says_for_which_office_it_may_speak():
    office = OfficeFactory()
    officer = acting(MembershipFactory(office=office))
    head = acting(MembershipFactory(office=office, role=Role.BP3MI_HEAD))
    citizen = acting(UserFactory())

    assert head.is_head_of(office.pk)
    assert not head.is_head_of(office.pk + 1)
    assert not officer.is_head_of(office.pk)
    assert citizen.role == Role.CITIZEN
    assert not citizen.is_head_of(None)
    assert HEAD_ROLES < OFFICER_ROLES < STAFF_ROLES
