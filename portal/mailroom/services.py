"""What a contact does not want to hear of."""

from django.db import transaction

from portal.audit.services import record
from portal.messaging.models import OptOut


@transaction.atomic
def refuse(by, contact, topic):
    """No message on ``topic`` (a kinds.Topic that is not owed) by any way from now on. Twice is as good as once."""
    _row, is_new = OptOut.objects.get_or_create(contact=contact, topic=topic.code, channel="")
    if is_new:
        record(by, "mailroom.topic_refused", contact, reason_code=topic.code)


@transaction.atomic
def want_again(by, contact, topic):
    """Take a ``refuse`` back; what was refused by one way alone stays so."""
    if OptOut.objects.filter(contact=contact, topic=topic.code, channel="").delete()[0]:
        record(by, "mailroom.topic_wanted", contact, reason_code=topic.code)
