"""Lets go of addresses without account that nobody needs any more, and of messages of long ago."""

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.messaging.models import Attempt, Contact, Message, OptOut, State

# Between the proof of an address and what is saved for it.
YOUNG = timedelta(days=1)
KEPT = timedelta(days=730)  # a message after it was closed: proposal, as docs/privacy.md says
UNDER_WAY = [State.QUEUED, State.HELD, State.CLAIMED]

log = structlog.get_logger(__name__)
_needs = []


def needed_by(contacts):
    """Register why contacts are kept: ``contacts()`` is a queryset of their keys, one column."""
    _needs.append(contacts)


@transaction.atomic
def forget_bare_contacts():
    """Empty each bare address for which nothing is kept and nothing is under way; returns how many.

    The row stays, so that what was sent can still be counted.
    """
    unused = Contact.objects.reachable().filter(user=None, office=None, created_at__lt=timezone.now() - YOUNG)
    unused = unused.filter(~Exists(Message.objects.filter(contact=OuterRef("pk"), state__in=UNDER_WAY)))
    for contacts in _needs:
        unused = unused.exclude(pk__in=contacts())
    keys = list(unused.select_for_update().values_list("pk", flat=True))
    # What was owed or saved while we waited for these locks is seen by a new question only.
    keys = list(unused.filter(pk__in=keys).values_list("pk", flat=True))
    OptOut.objects.filter(contact__in=keys).delete()
    count = Contact.objects.filter(pk__in=keys).update(email="", phone=None, channel="")
    log.info("contacts_forgotten", count=count)
    return count


def forget_old_messages():
    """Delete what was closed over ``KEPT`` ago, with its tries; returns how many messages went."""
    old = Message.objects.filter(closed_at__lt=timezone.now() - KEPT)
    Attempt.objects.filter(message__in=old)._raw_delete(old.db)
    count = old._raw_delete(old.db)
    log.info("messages_forgotten", count=count)
    return count
