"""What killed processes and broken lines left behind."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from registrations.models import StrayFile
from registrations.papers import staged, storage

# A file is swept within 15 minutes: so old it must be, and the sweeper comes every 5.
STRAY_LIFE = timedelta(minutes=9)


def sweep():
    """Delete the files of strays, a row at a time, and pages that were never handed in. Returns the number of strays."""
    staged.forget_old()
    swept, last = 0, 0
    while stray := _swept_after(last):
        swept, last = swept + 1, stray
    return swept


def _swept_after(last):
    """The key of the stray that was swept, None when none is left. Whoever claims it meanwhile waits, and finds it gone."""
    with transaction.atomic():
        old = StrayFile.objects.filter(pk__gt=last, since__lt=timezone.now() - STRAY_LIFE).order_by("pk")
        stray = old.select_for_update(skip_locked=True).first()
        if stray is None:
            return None
        last = stray.pk
        storage.forget(stray.name)
        return last
