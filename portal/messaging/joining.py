"""What a bare address was kept for becomes its account's, once both have proved the same address."""

import structlog
from django.db import transaction

from portal.messaging.models import Contact, OptOut
from portal.messaging.services import contact_of

log = structlog.get_logger(__name__)
_moves = []


def follows(move):
    """Register what is kept for contacts: ``move(bare, contact)`` gives it from the one to the other."""
    _moves.append(move)


@transaction.atomic
def join(user, addresses):
    """Move to ``user`` what is kept for the bare ``addresses``, proved ones of this account: {"email": ...} or {"phone": ...}.

    The bare contact stays: what else was written to it is not this account's to read. It is forgotten in the night.
    """
    for address in addresses:
        bare = Contact.objects.select_for_update().filter(user=None, office=None, **address).first()
        if bare is None:
            continue
        contact = contact_of(user)
        refused = [OptOut(contact=contact, topic=one.topic, channel=one.channel) for one in bare.opt_outs.all()]
        OptOut.objects.bulk_create(refused, ignore_conflicts=True)
        bare.opt_outs.all().delete()
        for move in _moves:
            move(bare, contact)
        log.info("bare_contact_joined", contact=contact.pk, former=bare.pk)
