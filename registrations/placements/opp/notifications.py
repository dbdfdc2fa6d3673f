"""What an orientation owes its people, and what late answers owe the office. Words: registrations/placements/opp/told.py."""

from django.db.models import BigIntegerField, DateField, Exists, OuterRef, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.lib.dates import WIB, today_in
from portal.messaging.kinds import Kind, Reminder, Topic, register
from portal.places.models import Office
from registrations.notifications import contact_key
from registrations.placements.models import OppChange, OppRequest, OppSeat, PlacementStep
from registrations.placements.opp import told
from registrations.placements.opp.waiting import late
from registrations.placements.told import people_of_steps
from registrations.placements.topic import PLACEMENT

REQUESTS = Topic(
    "opp_requests", _("Requests for the orientation that wait too long"), is_owed=True, is_for_offices=True
)
_no_office = Value(None, BigIntegerField())


def soon_due(day):
    """Seats in sessions up to ``day``; the day of a session is that of its office."""
    seats = OppSeat.objects.filter(
        state=OppSeat.State.INVITED, session__held_on__lte=day, session__held_on__gte=today_in(WIB)
    )
    return seats.values_list("pk", contact_key("placement__"), "session__held_on", "session__office")


def ahead(seats):
    return seats.filter(state=OppSeat.State.INVITED, session__begins_at__gt=timezone.now())


def newest(changes):
    """Of several changes the last one tells all."""
    later = OppChange.objects.filter(session=OuterRef("session"), pk__gt=OuterRef("pk"))
    standing = changes.filter(session__called_off_at=None, session__begins_at__gt=timezone.now())
    return standing.exclude(Exists(later))


def late_due(day):
    """Offices that owe somebody an answer, once a day."""
    offices = with_late_requests(Office.objects.all())
    return offices.values_list("pk", "contact", Cast(Value(day), DateField()), _no_office)


def with_late_requests(offices):
    return offices.filter(Exists(late(OppRequest.objects.filter(office=OuterRef("pk")))))


INVITED = Kind(
    name="placements.opp_invited",
    topic=PLACEMENT,
    model=PlacementStep,
    prepare=told.invited,
    still_due=lambda steps: steps.filter(
        seat__state=OppSeat.State.INVITED, seat__session__begins_at__gt=timezone.now()
    ),
    escalates=True,
    asks_for=people_of_steps,
)
CALLED_OFF = Kind(
    name="placements.opp_called_off",
    topic=PLACEMENT,
    model=PlacementStep,
    prepare=told.called_off,
    still_due=lambda steps: steps.filter(placement__in=OppRequest.objects.filter(ended_at=None).values("placement")),
    escalates=True,
    asks_for=people_of_steps,
)
CHANGED = Kind(
    name="placements.opp_changed",
    topic=PLACEMENT,
    model=OppChange,
    prepare=told.changed,
    still_due=newest,
    escalates=True,
)
SOON = Reminder(
    name="placements.opp_soon",
    topic=PLACEMENT,
    model=OppSeat,
    offsets=told.BEFORE,
    due=soon_due,
    still_due=ahead,
    prepare=told.soon,
    escalates=True,
    asks_for=told.people_of_seats,
)
REQUESTS_LATE = Reminder(
    name="placements.opp_requests_late",
    topic=REQUESTS,
    model=Office,
    due=late_due,
    still_due=with_late_requests,
    prepare=told.requests_late,
)
register(INVITED, CALLED_OFF, CHANGED, SOON, REQUESTS_LATE)
