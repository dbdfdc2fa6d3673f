"""The one kind of message that the workers know, and a clock that spares the tests hours of waiting."""

from datetime import timedelta

from portal.lib.dates import WIT
from portal.messaging import delivery, kinds, quiet
from portal.messaging.kinds import Kind, Topic
from portal.messaging.models import Contact

ANNIVERSARY = Kind(
    name="tests.anniversary",
    topic=Topic("anniversaries", "Anniversaries", is_owed=True),
    model=Contact,
    prepare=lambda messages: {message.pk: {} for message in messages},
)
kinds.register(ANNIVERSARY)
# It is night in the east and day everywhere else; a second try comes after a second.
quiet.is_quiet = lambda zone, moment: zone == WIT
quiet.next_morning = lambda zone, moment: moment + timedelta(hours=9)
delivery.WAITS = (1 / 60,) * len(delivery.WAITS)
