"""What the tests of the chain do: write, look, and tamper as somebody with all rights in the database would."""

from contextlib import contextmanager
from datetime import timedelta

import psycopg2
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from portal.accounts.acting import Acting
from portal.audit import chain
from portal.audit.check import Check
from portal.audit.models import Seal
from portal.audit.services import record

BY = Acting.for_system("sync_places")
# As another process writes it, without Django.
INSERT = "INSERT INTO audit_entry (at, action, role, system, subject_kind, subject_id, fields, reason_code) VALUES (now(), 'long.act', '', '', '', '', '{}', '')"


def write(count=1):
    return [record(BY, "places.synced", fields=["name"]) for _ in range(count)]


def findings(**options):
    return Check().run(**options).findings


@contextmanager
def all_rights():
    """As the owner of the tables, who can switch the triggers off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor


@contextmanager
def another_connection():
    parameters = connections[DEFAULT_DB_ALIAS].get_connection_params()
    other = psycopg2.connect(
        **{name: parameters[name] for name in ("dbname", "user", "host", "password") if name in parameters}
    )
    try:
        yield other
    finally:
        other.close()


def shift_seals_back(days):
    """As if the seals of this test had been made some days ago; signed anew, as they would have been."""
    previous = chain.BEFORE_THE_FIRST
    with all_rights():
        for seal in Seal.objects.order_by("number"):
            seal.at -= timedelta(days=days)
            seal.hash = previous = chain.seal_hash(seal, previous)
            seal.key_id, seal.signature = chain.sign(seal.hash)
            seal.save()
