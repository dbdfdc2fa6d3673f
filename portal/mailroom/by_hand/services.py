from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import ActRefused
from portal.audit.services import record_each
from portal.mailroom.by_hand.reading import NOT_REACHED, WRONG_NUMBER, waiting
from portal.messaging.models import CALL, Attempt, Message, Outcome, State

BY_HAND = "by_hand"


@transaction.atomic
def note_told(by, keys, way):
    """The people of these messages were told by ``way``; returns how many messages. Raises ActRefused for none."""
    held = _held(by, keys)
    Attempt.objects.bulk_create(
        [Attempt(message=message, channel=way, outcome=Outcome.SENT, reason=BY_HAND) for message in held]
    )
    Message.objects.filter(pk__in=[message.pk for message in held]).update(
        state=State.SENT, channel=way, reason="", closed_at=timezone.now()
    )
    record_each(by, "messages.told_by_hand", held, reason_code=way)
    return len(held)


def note_not_reached(by, keys):
    """Nobody answered; they stay on the list for some more calls. Returns how many. Raises ActRefused for none."""
    return _note_call(by, keys, Outcome.TEMPORARY, NOT_REACHED, "messages.not_reached_by_hand")


def note_wrong_number(by, keys):
    """A stranger answered: nobody calls there again. Returns how many messages. Raises ActRefused for none."""
    return _note_call(by, keys, Outcome.PERMANENT, WRONG_NUMBER, "messages.wrong_number")


@transaction.atomic
def _note_call(by, keys, outcome, reason, action):
    held = _held(by, keys)
    Attempt.objects.bulk_create(
        [Attempt(message=message, channel=CALL, outcome=outcome, reason=reason) for message in held]
    )
    record_each(by, action, held)
    return len(held)


def _held(by, keys):
    """Of two officers who say so at once the second hears that it is done."""
    found = waiting(by).filter(key__in=keys).order_by().values("pk")
    held = list(Message.objects.select_for_update().filter(pk__in=found, state=State.FAILED).order_by("pk"))
    if not held:
        raise ActRefused(_("Somebody has taken care of these messages already."))
    return held
