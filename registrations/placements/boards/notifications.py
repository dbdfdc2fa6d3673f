"""What offices are reminded of: late cases once a week, and who shall leave within days and isn't cleared, each day."""

from datetime import timedelta

from django.db.models import BigIntegerField, Count, DateField, Exists, OuterRef, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from portal.lib.dates import WIB, today_in
from portal.messaging import links
from portal.messaging.kinds import Reminder, Topic, register
from portal.places.models import Office
from registrations.placements.models import Placement
from registrations.placements.workflow import ABROAD, BEFORE_DEPARTURE, State

MONDAY = 0
DAYS_BEFORE_DEPARTURE = 3
TOPIC = Topic("placements_of_office", _("Cases of the office"), is_owed=True, is_for_offices=True)


def late(day):
    """Cases that are late on ``day``."""
    return Placement.objects.filter(state__in=sorted(BEFORE_DEPARTURE | ABROAD), late_after__lt=day)


def not_cleared(day):
    """Cases that shall leave within days and aren't declared ready."""
    soon = (day, day + timedelta(days=DAYS_BEFORE_DEPARTURE))
    return Placement.objects.filter(
        planned_departure_on__range=soon, state__in=sorted(BEFORE_DEPARTURE - {State.READY})
    )


def _offices_with(cases, offices=None):
    offices = Office.objects.all() if offices is None else offices
    return offices.filter(Exists(cases.filter(office=OuterRef("pk"))))


def _owed(offices, day):
    return offices.values_list("pk", "contact", Cast(Value(day), DateField()), Value(None, BigIntegerField()))


def late_due(day):
    """Once a week: late is nothing of an hour."""
    return _owed(_offices_with(late(day)), day) if day.weekday() == MONDAY else Office.objects.none().values_list("pk")


def not_cleared_due(day):
    return _owed(_offices_with(not_cleared(day)), day)


def _told(cases, address):
    """(messages) -> what their texts print: how many there are by now; an office without any is told nothing."""

    def prepare(messages):
        found = cases(today_in(WIB)).filter(office__in={message.subject for message in messages})
        counts = dict(found.order_by().values_list("office").annotate(Count("pk")))
        where = links.full_address(*address[0]) + address[1]
        return {
            message.pk: {"count": counts[message.subject], "address": where}
            for message in messages
            if message.subject in counts
        }

    return prepare


LATE_CASES = Reminder(
    name="placements.late_cases",
    topic=TOPIC,
    model=Office,
    due=late_due,
    still_due=lambda offices: _offices_with(late(today_in(WIB)), offices),
    prepare=_told(late, (["recording:board"], "?telat=1")),
)
NOT_CLEARED = Reminder(
    name="placements.not_cleared",
    topic=TOPIC,
    model=Office,
    due=not_cleared_due,
    still_due=lambda offices: _offices_with(not_cleared(today_in(WIB)), offices),
    prepare=_told(not_cleared, (["boards:departures"], "")),
)
register(LATE_CASES, NOT_CLEARED)
