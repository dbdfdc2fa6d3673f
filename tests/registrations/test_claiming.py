"""Taking the next file: never the same one for two officers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from portal.accounts.models import WorkClaim
from portal.accounts.staff_room.claims import claim_first
from portal.places.working_days import working_days, working_days_before
from registrations.desk import queue
from registrations.desk.services import take_next
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.places import HolidayFactory, OfficeFactory
from tests.factories.registrations import RegistrationFactory


@pytest.mark.django_db(transaction=True)
def test_officers_who_ask_at_once_get_different_files():
    office = OfficeFactory()
    files = {RegistrationFactory(state=State.IN_REVIEW, office=office).pk for _ in range(6)}
    officers = [acting(MembershipFactory(office=office)) for _ in range(8)]
    start = Barrier(8)

    def ask(by):
        start.wait()
        try:
            file = take_next(by)
            return file and file.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(ask, officers))

    assert sorted(got, key=lambda pk: pk or 0) == [None, None, *sorted(files)]
    assert WorkClaim.objects.count() == 6


@pytest.mark.django_db
def test_the_own_file_and_what_was_dealt_to_a_colleague_are_not_handed_out():
    me = MembershipFactory()
    facts = {"state": State.IN_REVIEW, "office": me.office}
    RegistrationFactory(**facts, candidate__user=me.user)
    RegistrationFactory(**facts, assigned_to=MembershipFactory(office=me.office))
    RegistrationFactory(**facts, needs_second_pair=True, first_by=me.user)
    free, dealt = RegistrationFactory(**facts), RegistrationFactory(**facts, assigned_to=me)

    assert [take_next(acting(me)), take_next(acting(me), after=dealt)] == [dealt, free]


@pytest.mark.django_db
def test_what_was_dealt_to_somebody_who_left_is_anybodys():
    me, gone = MembershipFactory(), MembershipFactory()
    file = RegistrationFactory(state=State.IN_REVIEW, office=me.office, assigned_to=gone)
    gone.ended_at, gone.ended_by = file.created_at, me.user
    gone.save()

    assert take_next(acting(me)) == file


@pytest.mark.django_db
def test_a_claim_of_somebody_else_is_passed_over_and_the_own_one_kept():
    me, colleague = MembershipFactory(), MembershipFactory()
    first, second = (RegistrationFactory(state=State.IN_REVIEW, office=me.office) for _ in range(2))

    assert claim_first(acting(colleague), queue.next_for(acting(me))) == first
    assert [claim_first(acting(me), queue.next_for(acting(me))) for _ in range(2)] == [second, second]


@pytest.mark.django_db
def test_the_limit_of_working_days_leaves_free_days_out():
    HolidayFactory(day=date(2026, 11, 18))
    office = OfficeFactory()

    first = working_days_before(office, date(2026, 11, 23), 5)

    assert first == date(2026, 11, 13)
    assert working_days(office, first, 5) == date(2026, 11, 23)
    assert working_days(office, date(2026, 11, 12), 5) < date(2026, 11, 23)
