"""How far the sending is behind: for probes, and for whoever keeps the portal running."""

from datetime import timedelta

from django.db.models import Min, Q
from django.utils import timezone

from portal.messaging.models import Message, State

LATE = timedelta(minutes=15)


def is_late():
    """Whether a message is due since more than 15 minutes and nobody sends it, or gave it back.

    What the night held back doesn't count: in the morning all of that is due at once.
    """
    then = timezone.now() - LATE
    # The first is answered by the index of what is to be sent, which begins with the urgency.
    due = Q(state=State.QUEUED, is_urgent__in=[True, False], next_try_at__lt=then)
    return Message.objects.filter(due | Q(state=State.CLAIMED, claimed_until__lt=then)).exists()


def oldest_due():
    """Since when the longest waiting message is due; None when nothing is. Asks for the night's as well."""
    due = Message.objects.waiting().filter(is_urgent__in=[True, False], next_try_at__lte=timezone.now())
    return due.aggregate(oldest=Min("next_try_at"))["oldest"]
