"""Brings the files of papers under the newest key: each is written anew under another name, and its page goes over to it.

The old file stays for the sweeper, as somebody may be reading it. Killed at any moment this leaves a stray at most, and a
page always names a file that is whole.
"""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from portal.accounts.acting import ActRefused
from registrations.models import DocumentPage
from registrations.papers import storage

BATCH = 500  # rows


def reseal_pages(outcome, *, dry_run):
    """Walk over all pages; an ``Outcome`` of portal.lib.resealing takes counts and problems."""
    last = 0
    outcome.add("files", 0)
    while batch := list(DocumentPage.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        outcome.add("files", sum(_is_resealed(page, outcome, dry_run) for page in batch))
        last = batch[-1].pk


def _is_resealed(page, outcome, dry_run):
    try:
        if _key_of(page.file) == next(iter(settings.DATA_KEYS)):
            return False
        content = storage.read(page.file)
        return dry_run or _write_anew(page, content)
    except FileNotFoundError:
        outcome.refuse(page, "Its file is lost, or no key of DATA_KEYS opens it.")
    except ActRefused:
        outcome.refuse(page, "The storage takes nothing just now.")
    return False


def _key_of(name):
    with default_storage.open(name) as file:
        return int.from_bytes(file.read(1))


def _write_anew(page, content):
    """Whether the page went over; one that is gone meanwhile, or names another file, leaves the new one as a stray."""
    (name,) = storage.keep([content])
    with transaction.atomic():
        current = DocumentPage.objects.select_for_update().filter(pk=page.pk, file=page.file).first()
        if current is None:
            return False
        storage.claim([name])
        storage.abandon([current.file])
        current.file = name
        current.save(update_fields=["file"])
    return True
