"""Owe a message, and find whom to owe it to. Sending is portal.messaging.delivery, the calendar's part is planning."""

import json

from django.db import connection, transaction

from portal.lib.dates import WIB, today_in
from portal.messaging import tasks
from portal.messaging.models import Contact, Message

OWE = """
INSERT INTO {table} (kind, subject, contact_id, due_on, facts, office_id, is_urgent)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (kind, subject, contact_id, due_on) DO NOTHING
"""


def contact_of(user):
    """The contact of an account; made when it is first needed."""
    return Contact.objects.get_or_create(user=user)[0]


def let_live_in(user, zone):
    """From now on it is night for ``user`` when it is in ``zone``, a ZoneInfo; they may choose another one."""
    Contact.objects.update_or_create(user=user, defaults={"zone": zone.key})


def contact_of_office(office):
    return Contact.objects.get_or_create(office=office, defaults={"zone": office.zone.key})[0]


def contact_at(*, email=None, phone=None, language="id", zone=WIB):
    """The contact of a bare address that was proved, or that belonged to an account until now; one of the two.

    ``language``, ``zone`` (a ZoneInfo): for a new one. An address that is known keeps its own. Until the caller's
    transaction ends it is not forgotten.
    """
    address = {"email": email.lower()} if email else {"phone": phone}
    with transaction.atomic(savepoint=False):
        kept = Contact.objects.select_for_update(no_key=True)
        return kept.get_or_create(user=None, office=None, **address, defaults={"language": language, "zone": zone.key})[
            0
        ]


def owe(kind, *, subject, contact, due_on=None, facts=None, office=None):
    """Write in the caller's transaction that ``contact`` is owed a message of ``kind`` on ``subject``, a saved row.

    ``due_on``: the fact's own day, None for what happens now (today in WIB). ``facts``: codes and ids for its words.
    ``office``: whose call list it comes to when it can't be delivered. Returns whether it was not owed already. An urgent
    one is sent as soon as the transaction is kept.
    """
    row = [kind.name, subject.pk, contact.pk, due_on or today_in(WIB), json.dumps(facts or {})]
    row += [office.pk if office else None, kind.is_urgent]
    with connection.cursor() as cursor:
        cursor.execute(OWE.format(table=Message._meta.db_table), row)
        is_new = cursor.rowcount == 1
    if is_new and kind.is_urgent:
        transaction.on_commit(lambda: tasks.ask_for(tasks.deliver_urgent), robust=True)
    return is_new
