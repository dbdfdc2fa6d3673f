from datetime import date, timedelta

import pytest

from portal.places.models import Holiday
from portal.places.working_days import calendar_warning, working_days
from tests.factories.places import HolidayFactory, OfficeFactory, ProvinceFactory

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 2, 13)
MONDAY, TUESDAY, WEDNESDAY = (FRIDAY + timedelta(days=n) for n in (3, 4, 5))


def test_weekends_do_not_count():
    assert working_days(None, FRIDAY, 1) == MONDAY
    assert working_days(None, FRIDAY, 6) == FRIDAY + timedelta(days=10)


def test_no_days_is_the_start_itself():
    assert working_days(None, FRIDAY + timedelta(days=1), 0) == FRIDAY + timedelta(days=1)


def test_days_are_counted_forward_only():
    with pytest.raises(ValueError, match="forward"):
        working_days(None, FRIDAY, -1)


@pytest.mark.parametrize("kind", [Holiday.Kind.NATIONAL, Holiday.Kind.JOINT_LEAVE])
def test_national_holidays_and_joint_leave_do_not_count(kind):
    HolidayFactory(day=MONDAY, kind=kind)

    assert working_days(OfficeFactory(), FRIDAY, 1) == TUESDAY


def test_a_holiday_of_a_province_binds_its_offices_only():
    HolidayFactory(day=MONDAY, kind=Holiday.Kind.REGIONAL, province=ProvinceFactory())
    abroad = OfficeFactory(province=None)
    elsewhere = OfficeFactory(province=ProvinceFactory(code="31", time_zone="Asia/Jakarta"))

    assert working_days(OfficeFactory(), FRIDAY, 1) == TUESDAY
    assert [working_days(office, FRIDAY, 1) for office in (abroad, elsewhere, None)] == [MONDAY] * 3


def test_a_holiday_of_one_office_binds_that_office_only():
    office = OfficeFactory()
    HolidayFactory(day=MONDAY, kind=Holiday.Kind.REGIONAL, office=office)

    assert working_days(office, FRIDAY, 1) == TUESDAY
    assert working_days(OfficeFactory(), FRIDAY, 1) == MONDAY


def test_a_withdrawn_holiday_counts_as_a_working_day():
    HolidayFactory(day=MONDAY, valid_to=date(2026, 1, 1))

    assert working_days(None, FRIDAY, 1) == MONDAY


def test_it_costs_one_query_for_any_length(django_assert_num_queries):
    office = OfficeFactory()

    with django_assert_num_queries(1):
        working_days(office, FRIDAY, 250)


def test_a_missing_next_year_warns_from_the_first_of_november():
    HolidayFactory(day=date(2026, 1, 1), checked=True)

    assert calendar_warning(date(2026, 10, 31)) == ""
    assert "2027" in calendar_warning(date(2026, 11, 1))


def test_a_missing_running_year_always_warns():
    assert "2026" in calendar_warning(date(2026, 3, 1))


def test_a_year_that_nobody_checked_warns_and_a_checked_one_is_silent():
    HolidayFactory(day=date(2026, 1, 1), checked=True)
    next_year = HolidayFactory(day=date(2027, 1, 1))

    assert "2027" in calendar_warning(date(2026, 12, 1))

    Holiday.objects.filter(pk=next_year.pk).update(checked=True)

    assert calendar_warning(date(2026, 12, 1)) == ""
