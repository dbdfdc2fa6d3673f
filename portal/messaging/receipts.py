"""What a gateway reports of a message it took: it arrived, or it did not."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.messaging.channels.gateway import DEAD
from portal.messaging.dead import bury
from portal.messaging.models import Attempt, Message, Outcome, State

TAKEN = [Outcome.SENT, Outcome.DELIVERED]


@transaction.atomic
def note(channel, reference, *, has_arrived, reason="", number=""):
    """Keep the first report on the try with this ``reference``; a second one, or one on none of ours, changes nothing.

    What did not arrive goes back to the queue, for the next way. ``reason``: a code that both sides know, or "".
    ``number`` (E.164): the one it was sent to, or "" if the gateway doesn't say; the contact may have another by now.
    """
    tried = Attempt.objects.select_for_update().filter(channel=channel, reference=reference, outcome=Outcome.SENT)
    attempt = tried.first()
    if attempt is None:
        return
    attempt.outcome = Outcome.DELIVERED if has_arrived else Outcome.UNDELIVERED
    attempt.receipt_at, attempt.reason = timezone.now(), reason
    attempt.save(update_fields=["outcome", "receipt_at", "reason"])
    if not has_arrived:
        if number and reason in DEAD:
            bury(channel, number, reason)
        _queue_again(attempt)


def _queue_again(attempt):
    """Unless it reached the person by another try since."""
    later = Attempt.objects.filter(message=OuterRef("pk"), pk__gt=attempt.pk, outcome__in=TAKEN)
    Message.objects.filter(~Exists(later), pk=attempt.message_id, state=State.SENT).update(
        state=State.QUEUED, channel="", closed_at=None, next_try_at=timezone.now()
    )
