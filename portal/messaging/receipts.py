"""What a gateway reports of a message it took: it arrived, or it did not."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.messaging.channels.gateway import DEAD
from portal.messaging.dead import bury_digest, digest_of
from portal.messaging.models import Attempt, EarlyReceipt, Message, Outcome, State

TAKEN = [Outcome.SENT, Outcome.DELIVERED]
# A message whose sender was killed is marked when its claim has ended and the gateway has answered as before. What is
# of no try by then is of none: one-time codes go the same way and are no messages.
KEPT = timedelta(hours=1)
KNOWN = Attempt.objects.filter(~Q(reference=""), channel=OuterRef("channel"), reference=OuterRef("reference"))


def note(channel, reference, *, has_arrived, reason="", number=""):
    """Keep the first report on the try with this ``reference``; a second one changes nothing, one on none of ours is
    kept for a while, as it may come before our own word.

    What did not arrive goes back to the queue, for the next way. ``reason``: a code that both sides know, or "".
    ``number`` (E.164): the one it was sent to, or "" if the gateway doesn't say; the contact may have another by now.
    """
    is_dead = number and reason in DEAD and not has_arrived
    receipt = EarlyReceipt(channel=channel, reference=reference, has_arrived=has_arrived, reason=reason)
    receipt.dead_digest = digest_of(number) if is_dead else ""
    if not _note(receipt) and not Attempt.objects.filter(channel=channel, reference=reference).exists():
        EarlyReceipt.objects.bulk_create([receipt], ignore_conflicts=True)


def note_early():
    """Note the reports whose tries are known by now, and let go of those that never will be; returns how many it noted."""
    noted = sum(map(_note_early, EarlyReceipt.objects.filter(Exists(KNOWN)).values_list("pk", flat=True)))
    EarlyReceipt.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return noted


@transaction.atomic
def _note_early(key):
    """Whether it was noted: here, not on another machine meanwhile."""
    receipt = EarlyReceipt.objects.select_for_update(skip_locked=True).filter(pk=key).first()
    if receipt is None:
        return False
    _note(receipt)
    receipt.delete()
    return True


@transaction.atomic
def _note(receipt):
    """Whether it told of a try that nobody had reported on."""
    tried = {"channel": receipt.channel, "reference": receipt.reference, "outcome": Outcome.SENT}
    attempt = Attempt.objects.select_for_update().filter(**tried).first()
    if attempt is None:
        return False
    attempt.outcome = Outcome.DELIVERED if receipt.has_arrived else Outcome.UNDELIVERED
    attempt.receipt_at, attempt.reason = receipt.at, receipt.reason
    attempt.save(update_fields=["outcome", "receipt_at", "reason"])
    if receipt.dead_digest:
        bury_digest(receipt.channel, receipt.dead_digest, receipt.reason)
    if not receipt.has_arrived:
        _queue_again(attempt)
    return True


def _queue_again(attempt):
    """Unless it reached the person by another try since."""
    later = Attempt.objects.filter(message=OuterRef("pk"), pk__gt=attempt.pk, outcome__in=TAKEN)
    Message.objects.filter(~Exists(later), pk=attempt.message_id, state=State.SENT).update(
        state=State.QUEUED, channel="", closed_at=None, next_try_at=timezone.now()
    )
