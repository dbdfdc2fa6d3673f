"""Bringing purposes and texts to what the packaged files say, in one transaction; a published text stays as it is."""

from datetime import timedelta

from django.db import connection, transaction

from portal.accounts.consent import packaged
from portal.accounts.models import PolicyText, Purpose
from portal.lib.dates import WIB, today_in

# Any number that no other part of the portal uses as an advisory lock: two syncs wait for each other.
LOCK = 5_304_003


class SyncRefused(Exception):
    """The files contradict what was published; the text is one sentence, nothing has changed."""


def sync_consent_texts(*, folder=packaged.DATA, dry_run=False):
    """Load all files of ``folder``; returns counts of ``purposes`` and ``texts``. Repeating it changes nothing.

    Raises PackagedTextError or SyncRefused; nothing has changed then.
    """
    purposes, texts = packaged.read_purposes(folder), packaged.read_texts(folder)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        counts = {"purposes": _merge_purposes(purposes), "texts": _add_texts(texts)}
        transaction.set_rollback(dry_run)
    return counts


def _merge_purposes(rows):
    known = {purpose.code: purpose for purpose in Purpose.objects.select_for_update()}
    counts = {"rows": len(rows), "created": 0, "updated": 0, "unchanged": 0, "ended": 0}
    for row in rows:
        old, wanted = known.pop(row["code"], None), row | {"valid_to": None}
        if old is None:
            Purpose.objects.create(**wanted)
            counts["created"] += 1
        elif all(getattr(old, field) == value for field, value in wanted.items()):
            counts["unchanged"] += 1
        elif old.basis != row["basis"]:
            raise SyncRefused(f"The purpose {old.code} has another legal basis now; that is another purpose.")
        else:
            Purpose.objects.filter(pk=old.pk).update(**wanted)
            counts["updated"] += 1
    gone = [purpose.pk for purpose in known.values() if purpose.valid_to is None]
    counts["ended"] = Purpose.objects.filter(pk__in=gone).update(valid_to=today_in(WIB) - timedelta(days=1))
    return counts


def _add_texts(rows):
    published = {(text.purpose_id, text.number): text.content_hash for text in PolicyText.objects.all()}
    asked = set(Purpose.objects.filter(basis=Purpose.Basis.CONSENT).values_list("code", flat=True))
    new = []
    for row in rows:
        name = f"{row['purpose_id'] or packaged.NOTICE}/{row['number']}.toml"
        if row["purpose_id"] is not None and row["purpose_id"] not in asked:
            raise SyncRefused(f"{name} asks for a consent that no purpose rests on.")
        hash_then = published.pop((row["purpose_id"], row["number"]), None)
        if hash_then is None:
            new.append(PolicyText(**row))
        elif hash_then != row["content_hash"]:
            raise SyncRefused(f"{name} was published and has other words now. Write them as a new version.")
    if published:
        raise SyncRefused(f"{len(published)} published versions are missing from the files. They must stay readable.")
    if silent := Purpose.objects.asked().exclude(code__in=[row["purpose_id"] for row in rows if row["purpose_id"]]):
        raise SyncRefused(f"The purpose {silent[0].code} asks for a consent and has no text.")
    PolicyText.objects.bulk_create(new)
    return {"rows": len(rows), "created": len(new), "unchanged": len(rows) - len(new)}
