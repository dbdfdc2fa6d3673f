"""Two heads at the same moment: an office never loses its last one."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.acting import ActRefused
from portal.accounts.models import Invitation, Membership
from portal.accounts.roles import Role
from portal.accounts.staff_room.services import end_membership
from portal.lib.dates import WIB, today_in
from portal.places.models import Office
from tests.accounts.at_once import at_once
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.places import OfficeFactory

HEAD, MINISTRY = Role.BP3MI_HEAD, Role.MINISTRY_ADMIN


def end(by, membership):
    return end_membership(by, membership, last_day=today_in(WIB), letter_number="SK-1")


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_end_each_other_at_once_one_stays():
    office = OfficeFactory(kind=Office.Kind.HEAD_OFFICE, province=None)
    first, second = (MembershipFactory(role=MINISTRY, office=office) for _ in range(2))

    answers = at_once(lambda: end(acting(first), second), lambda: end(acting(second), first))

    assert sorted(type(answer).__name__ for answer in answers) == ["ActRefused", "bool"]
    assert Membership.objects.filter(ended_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_last_heads_who_leave_at_once_one_stays():
    office = OfficeFactory()
    heads = [MembershipFactory(role=HEAD, office=office) for _ in range(2)]

    answers = at_once(*(lambda head=head: end(acting(head), head) for head in heads))

    assert sorted(type(answer).__name__ for answer in answers) == ["ActRefused", "bool"]
    assert Membership.objects.filter(ended_at=None).count() == 1


@pytest.mark.django_db
def test_a_head_does_not_leave_to_one_who_leaves_before():
    office = OfficeFactory()
    first = MembershipFactory(role=HEAD, office=office)
    MembershipFactory(role=HEAD, office=office, valid_to=today_in(WIB))

    with pytest.raises(ActRefused):
        end(acting(first), first)


@pytest.mark.django_db
def test_a_locked_head_is_nobody_to_leave_to():
    office = OfficeFactory()
    first = MembershipFactory(role=HEAD, office=office)
    MembershipFactory(role=HEAD, office=office, unused_days=90)

    with pytest.raises(ActRefused):
        end(acting(first), first)


@pytest.mark.django_db
def test_an_ended_head_with_an_open_page_does_nothing():
    head = MembershipFactory(role=HEAD)
    officer = MembershipFactory(office=head.office)
    open_page = log_in(Client(headers={"host": "localhost"}), head.user)
    assert open_page.get(reverse("staff:invite", args=[head.office.code])).status_code == 200

    end(acting(MembershipFactory(role=MINISTRY)), head)
    today = f"{today_in(WIB):%d/%m/%Y}"
    facts = {"name": "A", "email": "a@contoh.test", "role": f"{Role.BP3MI_OFFICER}.", "letter_number": "1"}
    for address, form in (
        (reverse("staff:invite", args=[head.office.code]), facts | {"valid_from": today}),
        (
            reverse("staff:end_membership", args=[head.office.code, officer.pk]),
            {"last_day": today, "letter_number": "1"},
        ),
    ):
        assert open_page.post(address, form).url.startswith(reverse("account_login"))

    assert not Invitation.objects.exists()
    assert Membership.objects.get(pk=officer.pk).is_current()


@pytest.mark.django_db
def test_an_officer_with_an_open_page_after_the_last_day_does_nothing():
    head = MembershipFactory(role=HEAD, valid_to=today_in(WIB))
    officer = MembershipFactory(office=head.office)
    open_page = log_in(Client(headers={"host": "localhost"}), head.user)
    Membership.objects.filter(pk=head.pk).update(valid_to=head.valid_from)

    address = reverse("staff:end_membership", args=[head.office.code, officer.pk])

    assert open_page.post(address, {"last_day": "01/01/2020", "letter_number": "1"}).status_code == 404
    assert Membership.objects.get(pk=officer.pk).is_current()


@pytest.mark.django_db
def test_the_same_person_is_known_in_whatever_office():
    first = MembershipFactory()
    second = MembershipFactory(user=first.user, role=HEAD)

    assert acting(first).is_same_person(second.user_id)
    assert acting(second).is_same_person(first.user_id)
    assert not acting(first).is_same_person(UserFactory().pk)
    assert not acting(first).is_same_person(None)
    assert not acting(None).is_same_person(None)
