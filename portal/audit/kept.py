"""Rows of other tables that nobody changes unseen: an entry holds their digest, and is sealed as every entry.

Which columns the digest covers stands in the entry too, so a table may get more columns later. Where a row is changed by
right, whoever does it keeps it again: the newest entry counts.
"""

import base64
import hashlib
import json
from collections import defaultdict
from datetime import UTC, date, datetime

from django.apps import apps
from django.db import connection
from django.db.models import Max

from portal.audit.chain import ENTRY_COLUMNS
from portal.audit.models import Entry
from portal.audit.services import entry_of

ROW_KEPT = "audit.row_kept"
_DIGEST = "sha256_"
_BATCH = 1000
_ACTION, _KIND, _ID, _FIELDS = (
    ENTRY_COLUMNS.index(name) for name in ("action", "subject_kind", "subject_id", "fields")
)


def keep(by, *rows):
    """Write the digests of saved ``rows`` of one table, of all columns that hold something, in the caller's transaction.

    Left out are columns that the model names in ``follows``: later acts, kept themselves, move them on.
    """
    model = type(rows[0])
    left_out = getattr(model, "follows", ())
    names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
    # As the database has it: what was typed as 5 may stand there as 5.00.
    stored = model._base_manager.filter(pk__in=[row.pk for row in rows]).values_list("pk", *names)
    by_key = {key: dict(zip(names, values, strict=True)) for key, *values in stored}
    Entry.objects.bulk_create((_entry(by, row, by_key[row.pk]) for row in rows), batch_size=_BATCH)


def _entry(by, row, values):
    filled = {name: value for name, value in values.items() if value not in (None, "")}
    return entry_of(by, ROW_KEPT, row, [digest(filled), *filled])


def digest(values):
    """SHA-256 of {column: value}, as a code that an entry takes."""
    text = json.dumps([[name, _text(value)] for name, value in values.items()], separators=(",", ":"))
    return _DIGEST + base64.b32encode(hashlib.sha256(text.encode()).digest()).decode().strip("=").lower()


def _text(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | str):
        return value
    return [_text(one) for one in value] if isinstance(value, list) else str(value)


def faults(entries):
    """(kind, id, sentence) of each of these entries (tuples of ENTRY_COLUMNS) whose row isn't as it was kept."""
    by_kind = defaultdict(list)
    for entry in entries:
        if entry[_ACTION] == ROW_KEPT:
            by_kind[entry[_KIND]].append(entry)
    for kind, kept in by_kind.items():
        rows = _model(kind)._base_manager.in_bulk({int(entry[_ID]) for entry in kept})
        differing = []
        for entry in kept:
            row, (expected, *names) = rows.get(int(entry[_ID])), entry[_FIELDS]
            if row is None:
                yield kind, entry[_ID], f"Row {entry[_ID]} of {kind} is missing; entry {entry[0]} has it."
            elif digest({name: getattr(row, name) for name in names}) != expected:
                differing.append(entry)
        newest = _newest(kind, [entry[_ID] for entry in differing])
        for entry in differing:
            if entry[0] >= newest.get(entry[_ID], 0):
                yield kind, entry[_ID], f"Row {entry[_ID]} of {kind} was changed after entry {entry[0]}."


def _newest(kind, numbers):
    """{number of a row: id of the entry that kept it last}."""
    entries = Entry.objects.filter(action=ROW_KEPT, subject_kind=kind, subject_id__in=numbers)
    return dict(entries.order_by().values("subject_id").annotate(last=Max("id")).values_list("subject_id", "last"))


def added(kind, first, last):
    """Ids in [first, last] that stand in the table of ``kind`` without ever having been kept, where all rows are."""
    model = _model(kind)
    if not hasattr(model, "rows_to_keep"):
        return []
    rows = model.rows_to_keep().filter(pk__gte=first, pk__lte=last).order_by().values("pk")
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM ({sql}) stored (id) WHERE NOT EXISTS (SELECT FROM audit_entry e WHERE e.subject_kind = %s"  # noqa: S608
            " AND e.subject_id = stored.id::text AND e.action = %s) ORDER BY id",
            [*values, kind, ROW_KEPT],
        )
        return [key for (key,) in cursor.fetchall()]


def _model(kind):
    return apps.get_model(kind)


def numbers_of(entries):
    """{kind: (lowest, highest id)} of the rows that these entries keep."""
    found = {}
    for entry in entries:
        if entry[_ACTION] == ROW_KEPT:
            number = int(entry[_ID])
            first, last = found.get(entry[_KIND], (number, number))
            found[entry[_KIND]] = min(first, number), max(last, number)
    return found
