"""What the texts of messages on programmes print: for many messages at once, in the active language."""

from datetime import timedelta

from portal.lib.dates import long_date
from portal.messaging import links
from registrations.placements.models import BatchChange, SignUp

BEFORE_THE_TEST = (7, 1)  # days
BEFORE_THE_ROSTER_ENDS = (30,)


def of_sign_ups(messages):
    return {message.pk: _facts(row) for message, row in _found(messages)}


def before_the_test(messages):
    """One that was given another day is told by that one."""
    return {
        message.pk: _facts(row) | {"is_tomorrow": message.due_on == row.batch.test_on - timedelta(days=1)}
        for message, row in _found(messages)
        if row.batch.test_on
        and message.due_on in {row.batch.test_on - timedelta(days=days) for days in BEFORE_THE_TEST}
    }


def changed(messages):
    changes = BatchChange.objects.select_related("batch__programme").in_bulk({one.subject for one in messages})
    return {one.pk: _facts_of_batch(changes[one.subject].batch) for one in messages if one.subject in changes}


def people(messages):
    return {message.pk: row.candidate.name for message, row in _found(messages) if row.candidate.name}


def _found(messages):
    keys = {message.subject for message in messages}
    rows = SignUp.objects.select_related("batch__programme", "registration__office__province", "candidate")
    rows = rows.in_bulk(keys)
    return [(message, rows[message.subject]) for message in messages if message.subject in rows]


def _facts(row):
    batch = row.batch
    return _facts_of_batch(batch) | {
        "number": row.number,
        "standing": row.standing,
        "until": long_date(batch.roster_until) if batch.roster_until else "",
        "why": batch.called_off_reason,
        "office": str(row.registration.office),
    }


def _facts_of_batch(batch):
    return {
        "programme": str(batch.programme),
        "batch": batch.name,
        "closes": long_date(batch.closes_on),
        "test_day": long_date(batch.test_on, weekday=True) if batch.test_on else "",
        "test_place": batch.test_place,
        "address": links.full_address("own_programmes:batch", batch.number),
    }
