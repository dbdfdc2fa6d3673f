"""Pages that are being sent in parts, and pages that wait until the paper is handed in."""

import hashlib
import io
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.lib.sealed import seal, unseal
from portal.lib.uploads import MOST_BYTES, read_upload
from portal.lib.uploads import Upload as Read
from registrations.models import Candidate, Upload, UploadPart

PURPOSE = "upload"
LIFE = timedelta(days=1)
MOST_PART = 512 * 1024  # bytes
MOST_PARTS = 2 * MOST_BYTES // MOST_PART  # of a file: nobody makes millions of rows of one
MOST_WAITING = 4 * MOST_BYTES  # bytes of one person that are on their way at a time
MOST_FILES = 60  # of one person


def start(candidate, paper, *, digest, size):
    """The Upload of a file by its SHA-256; the one of before, with what it has received, when its line broke.

    Raises ValidationError with a sentence.
    """
    if size > MOST_BYTES:
        raise ValidationError(_("The file is too large. At most %(most)s MB.") % {"most": MOST_BYTES // 1024**2})
    with _room_for(candidate, paper, digest, size) as has_room:
        if known := candidate.uploads.filter(paper=paper, digest=digest, said_size=size).first():
            return known
        if not has_room:
            raise ValidationError(_("Too many files are waiting. Please hand in what is there first."))
        return candidate.uploads.get_or_create(paper=paper, digest=digest, defaults={"said_size": size})[0]


@contextmanager
def _room_for(candidate, paper, digest, size):
    """Whether this file fits beside the others that wait. Until the block ends nobody else counts for this person: of
    many starts at once each sees what the one before it wrote.
    """
    with transaction.atomic():
        Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
        others = candidate.uploads.exclude(paper=paper, digest=digest)
        waiting = others.aggregate(bytes=Sum("said_size"), files=Count("pk"))
        yield (waiting["bytes"] or 0) + size <= MOST_WAITING and waiting["files"] < MOST_FILES


def take_part(upload, start, content):
    """The Upload after the bytes from ``start`` on; unchanged where it has them already or still lacks those before.

    With the last part the file is read. Raises ValidationError with a sentence for a file that can't be taken; it is
    forgotten then.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload.pk)
        left = upload.said_size - upload.received
        fits = start == upload.received and 0 < len(content) <= min(left, MOST_PART)
        if fits and upload.parts.count() < MOST_PARTS:
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
    facts = {
        "said_size": len(read.content),
        "received": len(read.content),
        "kind": read.kind,
        "content": seal(PURPOSE, read.content),
    }
    with _room_for(candidate, paper, read.digest, len(read.content)) as has_room:
        if has_room:
            Upload.objects.update_or_create(candidate=candidate, paper=paper, digest=read.digest, defaults=facts)


def waiting(candidate, paper):
    """Whole pages that wait to be handed in, in the order in which they came."""
    return candidate.uploads.filter(paper=paper, started_at__gt=timezone.now() - LIFE).exclude(kind="").order_by("pk")


def opened(upload):
    """What ``hand_in`` takes: the portal.lib.uploads.Upload of a whole page."""
    return Read(upload.kind, unseal(PURPOSE, upload.content), upload.digest)


def forget_old():
    """Delete what was not handed in within a day."""
    Upload.objects.filter(started_at__lt=timezone.now() - LIFE).delete()
