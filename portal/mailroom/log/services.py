from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import ActRefused
from portal.audit.services import record
from portal.mailroom.log.reading import visible_to
from portal.messaging.models import Message, State


@transaction.atomic
def try_again(by, key):
    """Put a message that failed back into the queue, as if it had never been tried. Raises ActRefused."""
    found = visible_to(by).filter(key=key, state=State.FAILED).values("pk")
    held = Message.objects.select_for_update().filter(pk__in=found, state=State.FAILED).first()
    if held is None:
        raise ActRefused(_("Somebody has taken care of this message already."))
    held.state, held.reason, held.tries, held.closed_at = State.QUEUED, "", 0, None
    held.next_try_at = timezone.now()
    held.anew_after = held.attempts.aggregate(last=Max("pk"))["last"] or 0
    held.save(update_fields=["state", "reason", "tries", "closed_at", "next_try_at", "anew_after"])
    record(by, "messages.tried_again", held)
    return held
