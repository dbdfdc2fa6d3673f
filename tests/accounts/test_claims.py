"""One piece of work, one person: claims, their end, and what two colleagues see who want the same."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.acting import ActRefused
from portal.accounts.models import WorkClaim
from portal.accounts.models.work_claim import with_claim
from portal.accounts.roles import Role
from portal.accounts.staff_room import claims
from portal.accounts.staff_room.claims import claim, release, take_over
from portal.accounts.staff_room.services import close_what_is_over, end_membership
from portal.audit.models import Entry
from portal.lib.dates import WITA, today_in
from portal.places.models import Office
from tests.accounts.at_once import at_once
from tests.factories.accounts import MembershipFactory, UserFactory, acting
from tests.factories.places import OfficeFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    """A day that is long enough: the run may pass midnight."""
    noon = datetime(2026, 11, 23, 12, tzinfo=WITA)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    monkeypatch.setattr(claims, "today_in", lambda zone: noon.date())


def later(monkeypatch, hours):
    moment = timezone.now() + hours * HOUR
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_what_a_colleague_has_in_hand_is_refused_with_the_name():
    first, second = MembershipFactory(user__name="Yohanes"), MembershipFactory()
    file = OfficeFactory()
    claim(acting(first), file)

    with pytest.raises(ActRefused, match="Yohanes"):
        claim(acting(second), file)

    assert WorkClaim.objects.on(file).get().membership == first
    claim(acting(second), OfficeFactory())


def test_asked_again_the_time_begins_anew(monkeypatch):
    officer, file = MembershipFactory(), OfficeFactory()
    first = claim(acting(officer), file)
    later(monkeypatch, 1)

    assert claim(acting(officer), file).until == first.until + HOUR
    assert Entry.objects.filter(action="accounts.work_claimed").count() == 1


def test_after_its_time_anybody_may_claim_it(monkeypatch):
    first, second = MembershipFactory(), MembershipFactory()
    file = OfficeFactory()
    claim(acting(first), file)
    later(monkeypatch, 4)

    assert not WorkClaim.objects.standing().exists()
    claim(acting(second), file)

    assert WorkClaim.objects.standing().get().membership == second


def test_a_claim_ends_at_the_midnight_of_the_office():
    found = claim(acting(MembershipFactory()), OfficeFactory(), lease=20 * HOUR)

    assert found.until == datetime(2026, 11, 24, tzinfo=WITA)


def test_only_the_holder_gives_back():
    officer, other, file = MembershipFactory(), MembershipFactory(), OfficeFactory()
    claim(acting(officer), file)

    assert release(acting(other), file) is False
    assert release(acting(officer), file) is True
    assert release(acting(officer), file) is False
    claim(acting(other), file)


def test_a_person_of_two_offices_holds_it_for_one_of_them():
    first = MembershipFactory()
    second = MembershipFactory(user=first.user)
    file = OfficeFactory()
    claim(acting(first), file)

    with pytest.raises(ActRefused):
        claim(acting(second), file)


def test_a_head_takes_over_what_the_own_office_holds():
    officer, file = MembershipFactory(), OfficeFactory()
    head = MembershipFactory(role=Role.BP3MI_HEAD, office=officer.office)
    foreign = MembershipFactory(role=Role.BP3MI_HEAD)
    claim(acting(officer), file)

    for by in (foreign, MembershipFactory(office=officer.office)):
        with pytest.raises(ActRefused):
            take_over(acting(by), file, reason_code="absent")
    take_over(acting(head), file, reason_code="absent")

    assert WorkClaim.objects.standing().get().membership == head
    entry = Entry.objects.get(action="accounts.work_taken_over")
    assert (entry.subject_id, entry.reason_code) == (str(file.pk), "absent")


def test_what_nobody_holds_is_not_taken_over():
    with pytest.raises(ActRefused):
        take_over(acting(MembershipFactory(role=Role.BP3MI_HEAD)), OfficeFactory(), reason_code="absent")


def test_ending_a_membership_gives_the_work_back():
    officer, file = MembershipFactory(), OfficeFactory()
    head = MembershipFactory(role=Role.BP3MI_HEAD, office=officer.office)
    claim(acting(officer), file)

    end_membership(acting(head), officer, last_day=today_in(WITA), letter_number="SK-1")

    assert not WorkClaim.objects.exists()
    with pytest.raises(ActRefused):
        claim(acting(officer), file)
    claim(acting(head), file)


def test_who_is_no_officer_or_locked_claims_nothing():
    for by in (acting(UserFactory()), acting(MembershipFactory(unused_days=90))):
        with pytest.raises(ActRefused):
            claim(by, OfficeFactory())


def test_the_day_after_the_last_day_log_ins_and_claims_are_gone():
    officer, stays = MembershipFactory(), MembershipFactory()
    for one in (officer, stays):
        one.user.open_sessions.create(browser="chrome", system="android")
        claim(acting(one), OfficeFactory())
    type(officer).objects.filter(pk=officer.pk).update(valid_to=today_in(WITA) - timedelta(days=1))

    assert close_what_is_over() == 1
    assert close_what_is_over() == 0

    assert not officer.user.open_sessions.exists()
    assert stays.user.open_sessions.exists()
    assert WorkClaim.objects.get().membership == stays
    entry = Entry.objects.get(action="accounts.membership_ended")
    assert (entry.system, entry.reason_code, entry.subject_id) == ("close_what_is_over", "last_day", str(officer.pk))


def test_the_last_day_itself_is_not_over():
    officer = MembershipFactory(valid_to=today_in(WITA))

    assert close_what_is_over() == 0
    officer.refresh_from_db()
    assert officer.ended_at is None


def test_a_list_tells_who_holds_each_row_in_one_query(django_assert_num_queries):
    officer = MembershipFactory(user__name="Yohanes")
    files = OfficeFactory.create_batch(3, city="Atambua")
    claim(acting(officer), files[1])

    with django_assert_num_queries(1):
        rows = list(with_claim(Office.objects.filter(city="Atambua").order_by("pk")))

    assert [row.claim_holder for row in rows] == [None, "Yohanes", None]
    assert (rows[1].claim_membership_id, rows[1].claim_user_id) == (officer.pk, officer.user_id)


def test_the_database_keeps_one_claim_for_each_subject():
    first = claim(acting(MembershipFactory()), OfficeFactory())
    first.pk = None

    with pytest.raises(IntegrityError, match="work_is_claimed_by_one_at_a_time"), transaction.atomic():
        first.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_gets_it():
    officers, file = MembershipFactory.create_batch(2), OfficeFactory()

    answers = at_once(*(partial(claim, acting(officer), file) for officer in officers))

    assert sorted(type(answer).__name__ for answer in answers) == ["ActRefused", "WorkClaim"]
    assert WorkClaim.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_end_at_the_same_moment_leaves_no_claim():
    officer, file = MembershipFactory(), OfficeFactory()
    head = MembershipFactory(role=Role.BP3MI_HEAD, office=officer.office)

    at_once(
        lambda: claim(acting(officer), file),
        lambda: end_membership(acting(head), officer, last_day=today_in(WITA), letter_number="SK-1"),
    )

    assert not WorkClaim.objects.exists()
