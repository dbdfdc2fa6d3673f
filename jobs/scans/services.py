"""Keeping a scanned letter, handing it out to an officer, and forgetting it when nothing rests on it."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

from cryptography.fernet import InvalidToken
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from jobs.models import Scan
from portal.accounts.acting import Acting
from portal.audit.services import record
from portal.lib.sealing import cipher

FOLDER = "pindaian"
UNNAMED_LIFE = timedelta(days=1)
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


def ticket(by, scan):
    """What a form carries of a letter that is kept: good for whom it was given to, as long as it may stay unnamed."""
    return _tickets(by).sign(scan.number)


def found_by(by, ticket):
    """The Scan of a ticket; None for none, for another's, an old or a false one."""
    try:
        number = _tickets(by).unsign(ticket, max_age=UNNAMED_LIFE)
    except signing.BadSignature:
        return None
    return Scan.objects.filter(number=number).first()


def _tickets(by):
    return signing.TimestampSigner(salt=f"jobs.scans.{by.membership.pk}")


@transaction.atomic
def hand_out(by, scan):
    """The letter's bytes, and in the same act the entry that ``by`` saw it.

    Raises FileNotFoundError when the file is lost, or sealed under a key that is gone.
    """
    record(by, "scans.seen", scan)
    return _opened(scan)


def forget_unnamed():
    """Delete letters older than a day behind which no fact stands: the act they were handed in for was refused."""
    unnamed = Scan.objects.filter(kept_at__lt=timezone.now() - UNNAMED_LIFE)
    for relation in Scan._meta.get_fields(include_hidden=True):
        if relation.one_to_many:
            named = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            unnamed = unnamed.exclude(Exists(named))
    for scan in unnamed.order_by("pk"):
        with transaction.atomic():
            deleted, _rows = unnamed.filter(pk=scan.pk).delete()  # asked anew: of two at once, one deletes
            if deleted:
                record(Acting.for_system("forget_unnamed_scans"), "scans.forgotten", scan)
                transaction.on_commit(partial(default_storage.delete, scan.file))
