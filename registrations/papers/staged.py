"""Pages that are being sent in parts, and pages that wait until the paper is handed in."""

import hashlib
import io
from datetime import timedelta
from types import SimpleNamespace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.lib.sealed import seal, unseal
from portal.lib.uploads import MOST_BYTES, read_upload
from portal.lib.uploads import Upload as Read
from registrations.models import Upload, UploadPart

PURPOSE = "upload"
LIFE = timedelta(days=1)
MOST_PART = 512 * 1024  # bytes
MOST_WAITING = 4 * MOST_BYTES  # bytes of one person that are on their way at a time


def start(candidate, paper, *, digest, size):
    """The Upload of a file by its SHA-256; the one of before, with what it has received, when its line broke.

    Raises ValidationError with a sentence.
    """
    if size > MOST_BYTES:
        raise ValidationError(_("The file is too large. At most %(most)s MB.") % {"most": MOST_BYTES // 1024**2})
    if known := candidate.uploads.filter(paper=paper, digest=digest, said_size=size).first():
        return known
    waiting = candidate.uploads.aggregate(bytes=Sum("said_size"))["bytes"] or 0
    if waiting + size > MOST_WAITING:
        raise ValidationError(_("Too many files are waiting. Please hand in what is there first."))
    return candidate.uploads.get_or_create(paper=paper, digest=digest, defaults={"said_size": size})[0]


def take_part(upload, start, content):
    """The Upload after the bytes from ``start`` on; unchanged where it has them already or still lacks those before.

    With the last part the file is read. Raises ValidationError with a sentence for a file that can't be taken; it is
    forgotten then.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload.pk)
        left = upload.said_size - upload.received
        if content and start == upload.received and len(content) <= min(left, MOST_PART):
            UploadPart.objects.create(upload=upload, start=start, content=seal(PURPOSE, content))
            upload.received += len(content)
            upload.save(update_fields=["received"])
    if upload.received == upload.said_size and not upload.kind:
        _read(upload)
    return upload


def _read(upload):
    parts = upload.parts.order_by("start").values_list("content", flat=True)
    content = b"".join(unseal(PURPOSE, part) for part in parts)
    try:
        if hashlib.sha256(content).hexdigest() != upload.digest:
            raise ValidationError(_("The file arrived damaged. Please send it once more."))
        read = read_upload(SimpleNamespace(size=len(content), read=io.BytesIO(content).read))
    except ValidationError:
        upload.delete()
        raise
    with transaction.atomic():
        upload.kind, upload.content = read.kind, seal(PURPOSE, read.content)
        upload.save(update_fields=["kind", "content"])
        upload.parts.all().delete()


def keep(candidate, paper, read):
    """A file that came whole with a form that has to come back: the person need not choose it again, unless too many wait."""
    others = candidate.uploads.exclude(paper=paper, digest=read.digest).aggregate(bytes=Sum("said_size"))["bytes"] or 0
    if others + len(read.content) > MOST_WAITING:
        return
    Upload.objects.update_or_create(
        candidate=candidate,
        paper=paper,
        digest=read.digest,
        defaults={
            "said_size": len(read.content),
            "received": len(read.content),
            "kind": read.kind,
            "content": seal(PURPOSE, read.content),
        },
    )


def waiting(candidate, paper):
    """Whole pages that wait to be handed in, in the order in which they came."""
    return candidate.uploads.filter(paper=paper, started_at__gt=timezone.now() - LIFE).exclude(kind="").order_by("pk")


def opened(upload):
    """What ``hand_in`` takes: the portal.lib.uploads.Upload of a whole page."""
    return Read(upload.kind, unseal(PURPOSE, upload.content), upload.digest)


def forget_old():
    """Delete what was not handed in within a day."""
    Upload.objects.filter(started_at__lt=timezone.now() - LIFE).delete()
