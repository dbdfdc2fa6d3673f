"""Keeping a scanned letter, and handing it out to an officer."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from jobs.models import Scan
from portal.audit.services import record
from portal.lib.sealing import cipher

FOLDER = "pindaian"
_PURPOSE = "scans of letters"


def keep(by, upload):
    """The Scan of an Upload, the one of before when this file is kept already; None for None.

    Its own transaction: kept before the act that names it, so that an act which is refused loses no letter.
    """
    if upload is None:
        return None
    if known := Scan.objects.filter(digest=upload.digest).first():
        return known
    name = default_storage.save(f"{FOLDER}/{uuid4()}", ContentFile(cipher(_PURPOSE).encrypt(upload.content)))
    facts = {"kind": upload.kind, "size": len(upload.content), "file": name}
    try:
        with transaction.atomic():
            scan = Scan.objects.create(digest=upload.digest, kept_by=by.membership, **facts)
            record(by, "scans.kept", scan)
    except IntegrityError:  # the same file at the same moment
        default_storage.delete(name)
        return Scan.objects.get(digest=upload.digest)
    return scan


@transaction.atomic
def hand_out(by, scan):
    """The letter's bytes, and in the same act the entry that ``by`` saw it. Raises FileNotFoundError."""
    record(by, "scans.seen", scan)
    with default_storage.open(scan.file) as file:
        return cipher(_PURPOSE).decrypt(file.read())
