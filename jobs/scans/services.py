"""Keeping a scanned letter, and handing it out to an officer."""

from uuid import uuid4

from cryptography.fernet import InvalidToken
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
    if (known := Scan.objects.filter(digest=upload.digest).first()) and _is_readable(known):
        return known
    name = default_storage.save(f"{FOLDER}/{uuid4()}", ContentFile(cipher(_PURPOSE).encrypt(upload.content)))
    facts = {"kind": upload.kind, "size": len(upload.content), "file": name}
    try:
        with transaction.atomic():
            if known:  # its file was lost, or sealed under a key that is gone
                Scan.objects.filter(pk=known.pk).update(**facts)
            scan = known or Scan.objects.create(digest=upload.digest, kept_by=by.membership, **facts)
            record(by, "scans.kept", scan)
    except IntegrityError:  # the same file at the same moment
        default_storage.delete(name)
        return Scan.objects.get(digest=upload.digest)
    except BaseException:
        default_storage.delete(name)
        raise
    return scan


def _is_readable(scan):
    try:
        _opened(scan)
    except FileNotFoundError:
        return False
    return True


def _opened(scan):
    with default_storage.open(scan.file) as file:
        try:
            return cipher(_PURPOSE).decrypt(file.read())
        except InvalidToken:
            raise FileNotFoundError from None


@transaction.atomic
def hand_out(by, scan):
    """The letter's bytes, and in the same act the entry that ``by`` saw it.

    Raises FileNotFoundError when the file is lost, or sealed under a key that is gone.
    """
    record(by, "scans.seen", scan)
    return _opened(scan)
