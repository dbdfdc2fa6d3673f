"""To whom messages on events are owed: to one in an act, or to all whom a fact concerns by one statement."""

from django.db.models import DateField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast
from django.utils import timezone

from outreach.choices import PartyRole
from outreach.models import Party
from outreach.workflow import State
from portal.lib.dates import WIB, today_in
from portal.messaging import planning
from portal.messaging.kinds import kind_named
from portal.messaging.services import owe

# The office that leads the event answers for it, and calls whom no message reaches.
_led = Party.objects.filter(role=PartyRole.ORGANISER)


def tell(kind, row):
    """Owe the message of ``kind`` (its name) to whoever signed up, if they left an address."""
    if row.contact_id:
        led = _led.filter(event__sessions=row.session_id).select_related("office").first()
        owe(kind_named(kind), subject=row, contact=row.contact, office=led.office if led else None)


def owe_to(kind, rows, *, day):
    """Owe the message of ``kind`` (its name) on each of ``rows`` (SignUps), once for ``day``: a date, or the name of a column."""
    return planning.owe_each(kind_named(kind), columns(rows, day))


def columns(rows, day, key="pk"):
    """As ``Reminder.due`` names facts: key, contact, own day, answering office."""
    own = day if isinstance(day, str) else Cast(Value(day), DateField())
    office = Subquery(_led.filter(event=OuterRef("session__event")).values("office"))
    return rows.values_list(key, "contact", own, office)


def ahead(rows):
    """Of ``rows``, those whose session has not begun, in an event that stands."""
    not_begun = Q(session__begins_at__gt=timezone.now()) | Q(
        session__begins_at=None, session__held_on__gte=today_in(WIB)
    )
    return rows.filter(not_begun, session__event__state=State.PLANNED, emptied_at=None)
