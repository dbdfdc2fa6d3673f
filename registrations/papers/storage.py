"""Sealed files in the storage. A name is noted before its file is written, so that whatever is killed is found."""

from contextlib import suppress
from uuid import uuid4

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from portal.accounts.acting import ActRefused
from portal.lib.sealed import SealBroken, seal, unseal
from registrations.models import StrayFile

FOLDER = "surat"
PURPOSE = "document.page"
logger = structlog.get_logger(__name__)


def keep(contents):
    """Names of the files just written, one for each of ``contents`` (bytes): strays until ``claim``.

    Raises ActRefused with a sentence while the storage takes nothing.
    """
    names = [_new_name() for _content in contents]
    StrayFile.objects.bulk_create([StrayFile(name=name) for name in names])
    try:
        for name, content in zip(names, contents, strict=True):
            default_storage.save(name, ContentFile(seal(PURPOSE, content)))
    except Exception as error:
        logger.error("storage_away", error=type(error).__name__)
        drop(names)
        raise ActRefused(_later()) from error
    return names


def _new_name():
    name = uuid4().hex
    return f"{FOLDER}/{name[:2]}/{name}"


def _later():
    return _("We can't keep files just now. Please send yours again in some minutes.")


def claim(names):
    """Strays no more, in the transaction of the rows that name them. Raises ActRefused when that took far too long."""
    claimed, _by_model = StrayFile.objects.filter(name__in=names).delete()
    if claimed != len(names):
        raise ActRefused(_later())


def abandon(names):
    """Strays again, in the transaction in which the rows that named them go or let go of them."""
    StrayFile.objects.bulk_create([StrayFile(name=name) for name in names])


def drop(names):
    """Delete the files of strays; what can't be deleted now is left to the sweeper."""
    with suppress(Exception):
        for name in names:
            forget(name)


def forget(name):
    default_storage.delete(name)
    StrayFile.objects.filter(name=name).delete()


def read(name):
    """The bytes of a file; raises FileNotFoundError when it is lost or no key of ours opens it."""
    with default_storage.open(name) as file:
        try:
            return unseal(PURPOSE, file.read())
        except SealBroken:
            raise FileNotFoundError(name) from None
