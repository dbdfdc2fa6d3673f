"""A transactional test leaves nothing to the next."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from portal.audit.models import Entry
from portal.audit.services import record
from tests.emptying import KEPT, empty_tables
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import VacancyFactory


@pytest.mark.django_db(transaction=True)
def test_every_table_is_empty_afterwards_but_what_migrations_made():
    VacancyFactory()
    record(acting(MembershipFactory()), "accounts.invited")
    assert Entry.objects.exists()

    empty_tables()

    with connection.cursor() as cursor:
        for table in set(connection.introspection.django_table_names()) - KEPT:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 - our own tables
            assert cursor.fetchone() == (False,), table
    assert Permission.objects.exists()
