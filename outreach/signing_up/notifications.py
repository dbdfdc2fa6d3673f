"""What whoever signed up hears. Words: outreach/signing_up/told.py; whom a change concerns: outreach/signing_up/tending.py."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from outreach.models import EventChange, SignUp
from outreach.models.sign_up import TOPIC_CODE
from outreach.signing_up import owing, own_data, told
from outreach.workflow import State
from portal.lib.dates import WIB, today_in
from portal.messaging import forgetting, joining
from portal.messaging.kinds import Kind, Reminder, Topic, register

EVENTS = Topic(TOPIC_CODE, _("Events you signed up for"))
_OF_TICKETS = {"topic": EVENTS, "model": SignUp, "prepare": told.ticket}


def seated_ahead(rows):
    return owing.ahead(rows.filter(state=SignUp.State.SEATED))


def soon_due(day):
    """Seats in sessions up to ``day``, which is the day at the venue."""
    rows = SignUp.objects.filter(
        state=SignUp.State.SEATED,
        session__held_on__lte=day,
        session__held_on__gte=today_in(WIB),
        session__event__state=State.PLANNED,
    )
    return owing.columns(rows, "session__held_on")


def newest(changes):
    """Of several changes of a session the last one tells all."""
    later = EventChange.objects.filter(
        session=OuterRef("session"), pk__gt=OuterRef("pk"), fields__overlap=list(EventChange.TOLD_OF)
    )
    return changes.filter(session__event__state=State.PLANNED).exclude(Exists(later))


SEAT_KEPT = Kind(name="outreach.seat_kept", still_due=seated_ahead, **_OF_TICKETS)
SEAT_WAITING = Kind(
    name="outreach.seat_waiting",
    still_due=lambda rows: owing.ahead(rows.filter(state=SignUp.State.WAITING)),
    **_OF_TICKETS,
)
SEAT_FREE = Kind(
    name="outreach.seat_free", still_due=seated_ahead, escalates=True, asks_for=told.people_of, **_OF_TICKETS
)
SEAT_TAKEN_BACK = Kind(
    name="outreach.seat_taken_back",
    still_due=lambda rows: owing.ahead(rows.filter(state=SignUp.State.CANCELLED)),
    escalates=True,
    asks_for=told.people_of,
    **_OF_TICKETS,
)
# Somebody sits in front of the page that asked for it, or stands at the door.
TICKET_AGAIN = Kind(
    name="outreach.ticket_again",
    still_due=lambda rows: owing.ahead(rows.standing()),
    is_urgent=True,
    at_any_hour=True,
    **_OF_TICKETS,
)
SOON = Reminder(
    name="outreach.event_soon",
    topic=EVENTS,
    model=SignUp,
    offsets=told.BEFORE,
    due=soon_due,
    still_due=seated_ahead,
    prepare=told.soon,
)
CHANGED = Kind(
    name="outreach.event_changed",
    topic=EVENTS,
    model=EventChange,
    still_due=newest,
    prepare=told.changed,
    escalates=True,
)
CALLED_OFF = Kind(
    name="outreach.event_called_off",
    still_due=lambda rows: rows.standing().filter(session__event__state=State.CANCELLED),
    escalates=True,
    asks_for=told.people_of,
    **_OF_TICKETS,
)
THANKS = Kind(
    name="outreach.event_thanks",
    still_due=lambda rows: rows.filter(may_be_contacted=True),
    **_OF_TICKETS,
)
register(SEAT_KEPT, SEAT_WAITING, SEAT_FREE, SEAT_TAKEN_BACK, TICKET_AGAIN, SOON, CHANGED, CALLED_OFF, THANKS)
forgetting.needed_by(own_data.contacts)
joining.follows(own_data.move)
