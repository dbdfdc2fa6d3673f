"""Where no event has been: villages and districts, each question one query.

A place is reached by an event that took place, here or by a published source, with a session in that very place; its
day is the session's, else the first day of the event. An event of which no day is known reaches nobody: that it was
lately would be a guess. A session in a village reaches its district too; one at the district's office reaches no village.
"""

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from outreach.models import Session
from outreach.workflow import TOOK_PLACE, State
from portal.lib.dates import add_months
from portal.places.models import District, Village

# How far back an event counts as having reached a place.
MONTHS = 24


def months_back(day):
    """The first of the days that count on ``day``: ``villages_not_reached(regency, months_back(today_in(zone)))``."""
    return add_months(day, -MONTHS)


def villages_not_reached(regency, since):
    """Current villages of the Regency (or its code) without an event from ``since`` (date) on, by district and name.

    Each has ``last_reached_on``: the day of the last event before that, None if none is known.
    """
    villages = Village.objects.current().filter(district__regency=regency)
    return _not_reached(villages, "village", since).select_related("district").order_by("district", "name", "code")


def districts_not_reached(province, since):
    """Current districts of the Province (or its code) without an event from ``since`` (date) on, by regency and name.

    Each has ``last_reached_on``, as the villages.
    """
    districts = District.objects.current().filter(regency__province=province)
    return _not_reached(districts, "district", since).select_related("regency").order_by("regency", "name", "code")


def _not_reached(places, level, since):
    held = (
        Session.objects.filter(
            **{f"venue__{level}": OuterRef("pk")}, event__state__in=[*sorted(TOOK_PLACE), State.SOURCED]
        )
        .annotate(day=Coalesce("held_on", "event__starts_on"))
        .order_by(F("day").desc(nulls_last=True))
    )
    reached = places.annotate(last_reached_on=Subquery(held.values("day")[:1]))
    return reached.filter(Q(last_reached_on=None) | Q(last_reached_on__lt=since))
