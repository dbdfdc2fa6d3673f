"""Writes the messages that the calendar owes: one statement per kind, however many people there are."""

from datetime import timedelta

import structlog
from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction

from portal.lib.dates import WIB, today_in
from portal.messaging import kinds
from portal.messaging.models import Contact, Message
from portal.places.models import Office

log = structlog.get_logger(__name__)

# The latest offset that has come counts: after an outage nobody gets the same thing three times in a row.
OWE = """
INSERT INTO {messages} (kind, subject, contact_id, due_on, office_id, is_urgent)
SELECT %s, fact.subject, fact.contact_id,
       (SELECT max(fact.day - before) FROM unnest(%s::int[]) AS before WHERE fact.day - before <= %s),
       fact.office_id::bigint, %s
  FROM ({due}) AS fact(subject, contact_id, day, office_id)
 WHERE fact.contact_id IS NOT NULL AND fact.day >= %s
ON CONFLICT (kind, subject, contact_id, due_on) DO NOTHING
"""
OWE_EACH = """
INSERT INTO {messages} (kind, subject, contact_id, due_on, office_id, is_urgent)
SELECT %s, fact.subject, fact.contact_id, fact.day, fact.office_id::bigint, %s
  FROM ({facts}) AS fact(subject, contact_id, day, office_id)
 WHERE fact.contact_id IS NOT NULL
ON CONFLICT (kind, subject, contact_id, due_on) DO NOTHING
"""
KNOW_ACCOUNTS = """
INSERT INTO {contacts} (user_id, email, channel, language, zone, created_at)
SELECT id, '', '', 'id', %s, now() FROM {users} AS person
 WHERE NOT EXISTS (SELECT 1 FROM {contacts} WHERE user_id = person.id)
ON CONFLICT DO NOTHING
"""


def plan_reminders(day=None):
    """Owe what is due on ``day`` (None: today in WIB) and return how many messages were new, by kind.

    Running it twice, or on two machines at once, owes nothing twice. What one kind raises is raised once all the others
    are planned.
    """
    day = day or today_in(WIB)
    know_accounts()
    know_offices()
    counts, problems = {}, []
    for reminder in kinds.reminders():
        try:
            with transaction.atomic():
                counts[reminder.name] = plan(reminder, day)
        except Exception as problem:
            log.error("reminder_not_planned", kind=reminder.name, exc_info=problem)
            problems.append(problem)
    if problems:
        raise problems[0]
    return counts


def plan(reminder, day):
    """Owe the messages of one ``reminder`` on ``day``; returns how many were new."""
    facts = reminder.due(day + timedelta(days=max(reminder.offsets))).order_by()
    try:
        due, given = facts.query.sql_with_params()
    except EmptyResultSet:  # a queryset that is none()
        return 0
    statement = OWE.format(messages=Message._meta.db_table, due=due)
    values = [reminder.name, list(reminder.offsets), day, reminder.is_urgent, *given, day]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def owe_each(kind, facts):
    """Owe one message of ``kind`` for each of ``facts``, as ``Reminder.due`` names them; returns how many were new."""
    try:
        chosen, given = facts.order_by().query.sql_with_params()
    except EmptyResultSet:  # a queryset that is none()
        return 0
    statement = OWE_EACH.format(messages=Message._meta.db_table, facts=chosen)
    with connection.cursor() as cursor:
        cursor.execute(statement, [kind.name, kind.is_urgent, *given])
        return cursor.rowcount


def know_accounts():
    """Give each account that has none a contact, so that ``due`` can name it."""
    tables = {"contacts": Contact._meta.db_table, "users": get_user_model()._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute(KNOW_ACCOUNTS.format(**tables), [WIB.key])


def know_offices():
    """The same for offices; there are some hundreds of them, and new ones are rare."""
    unknown = Office.objects.filter(contact=None).select_related("province")
    Contact.objects.bulk_create(
        [Contact(office=office, zone=office.zone.key) for office in unknown], ignore_conflicts=True
    )
