from datetime import UTC, datetime

import pytest
from django.db import connection

from portal.audit import tasks
from portal.audit.months import MONTHS_AHEAD, make_partitions


def partitions():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_entry'::regclass ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db
def test_a_year_of_months_lies_ready():
    assert len(partitions()) >= MONTHS_AHEAD + 1


@pytest.mark.django_db
def test_months_are_made_in_advance_and_once():
    made = make_partitions(datetime(2041, 11, 30, 23, 59, tzinfo=UTC))

    assert made[:3] == ["audit_entry_2041_11", "audit_entry_2041_12", "audit_entry_2042_01"]
    assert len(made) == MONTHS_AHEAD + 1
    assert make_partitions(datetime(2041, 12, 1, tzinfo=UTC)) == ["audit_entry_2042_12"]


@pytest.mark.django_db
def test_each_month_refuses_change_by_itself():
    for name in make_partitions(datetime(2041, 1, 1, tzinfo=UTC)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass ORDER BY 1", [name])
            assert [trigger for (trigger,) in cursor.fetchall()] == [
                f"{name}_refuses_change",
                f"{name}_refuses_truncate",
            ]


@pytest.mark.django_db
def test_the_task_makes_what_is_missing():
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {partitions()[-1]}")
    before = partitions()

    tasks.make_audit_months()

    assert len(partitions()) == len(before) + 1
