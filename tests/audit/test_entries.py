import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from portal.audit.models import Entry, Seal
from portal.audit.services import record


class By:
    user = membership = None
    system, ip = "beat", "203.0.113.9"


@pytest.mark.django_db
def test_an_entry_keeps_who_what_and_from_where():
    record(By, "places.synced", fields=["name", "valid_to"], reason_code="yearly")

    entry = Entry.objects.get()
    assert (entry.system, entry.ip, entry.action, entry.fields, entry.reason_code) == (
        "beat",
        "203.0.113.9",
        "places.synced",
        ["name", "valid_to"],
        "yearly",
    )


@pytest.mark.django_db
def test_a_subject_is_kept_as_kind_and_number(django_user_model):
    person = django_user_model.objects.create_user("siti@contoh.id")

    record(By, "accounts.seen", person)

    entry = Entry.objects.get()
    assert (entry.subject_kind, entry.subject_id) == ("accounts.user", str(person.pk))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        {"action": "Siti Aminah"},
        {"action": "seen", "fields": ["3201234567890123"]},
        {"action": "seen", "fields": ["siti@contoh.id"]},
        {"action": "seen", "reason_code": "+62 812 3456 7890"},
        {"action": "seen\n"},
        {"action": ""},
    ],
)
def test_a_value_passed_by_mistake_is_refused(words):
    with pytest.raises(ValueError, match="never values"):
        record(By, **words)

    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        {"action": "Siti"},
        {"fields": ["siti@contoh.id"]},
        {"fields": ["name", "3201234567890123"]},
        {"reason_code": "Sakit keras"},
        {"subject_id": "3201234567890123"},
        {"subject_id": "siti@contoh.id"},
    ],
)
def test_the_database_too_takes_codes_only(words):
    with pytest.raises(IntegrityError):
        Entry.objects.create(**{"action": "seen", **words})


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "a partition"])
@pytest.mark.parametrize(
    "act", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}", "DELETE FROM {} WHERE false"]
)
def test_the_database_refuses_to_change_or_remove_entries_and_seals(table, act):
    record(By, "places.synced")
    table = f"audit_entry_{timezone.now():%Y_%m}" if table == "a partition" else table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")  # the test run switches TRUNCATE's off

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(act.format(table))

    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_the_orm_is_refused_as_well():
    entry = record(By, "places.synced")

    for act in (entry.delete, entry.save, Entry.objects.all().delete, Seal.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_begins_with_an_empty_audit(turn):
    assert not Entry.objects.exists()

    record(By, "places.synced")
