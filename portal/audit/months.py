"""The monthly partitions of the entries (UTC): made long in advance, dropped whole by retention."""

from datetime import date

from django.db import connection, transaction

from portal.audit.append_only import guard_sql

# An entry without a partition can't be written, and with it the act it belongs to: so make them early.
MONTHS_AHEAD = 12


def following(month):
    """The first day of the month after ``month`` (itself a first day)."""
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def partition_of(month):
    return f"audit_entry_{month:%Y_%m}"


def make_partitions(now, connection=connection):
    """Make what is missing of the partitions from the month of the moment ``now`` on; returns their names.

    Two at once wait for each other.
    """
    made = []
    month = date(now.year, now.month, 1)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE audit_entry IN SHARE UPDATE EXCLUSIVE MODE")
        for _ in range(MONTHS_AHEAD + 1):
            name, end = partition_of(month), following(month)
            cursor.execute("SELECT to_regclass(%s)", [name])
            if cursor.fetchone()[0] is None:
                # Midnights are UTC: the bounds must not move with the time zone of whoever makes them.
                cursor.execute(
                    f"CREATE TABLE {name} PARTITION OF audit_entry "
                    f"FOR VALUES FROM ('{month} 00:00+00') TO ('{end} 00:00+00');" + guard_sql(name)
                )
                made.append(name)
            month = end
    return made
