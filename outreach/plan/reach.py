"""Villages of a regency to which no event came lately."""

from dataclasses import dataclass

from outreach.models import Session
from outreach.workflow import TOOK_PLACE, State
from portal.lib.dates import add_months, today_in
from portal.places.models import Regency, Village

MONTHS = 24
SHOWN = 5


@dataclass(frozen=True)
class Reach:
    """``villages``: of the regency in all. ``visited``: of these. ``next``: some that were not, ready to print."""

    regency: Regency
    villages: int
    visited: int
    next: list


def reach_of(regency_code):
    """The Reach of the last MONTHS; None for a regency without villages in our list, or no regency."""
    regency = Regency.objects.select_related("province").filter(pk=regency_code).first() if regency_code else None
    if regency is None:
        return None
    villages = Village.objects.current().filter(district__regency=regency)
    since = add_months(today_in(regency.province.zone), -MONTHS)
    been = Session.objects.filter(
        event__state__in=TOOK_PLACE | {State.SOURCED},
        event__same_as=None,
        held_on__gte=since,
        venue__regency=regency,
        venue__village__isnull=False,
    ).values("venue__village")
    count = villages.count()
    missing = villages.exclude(pk__in=been)
    shown = [f"{one}, {one.district}" for one in missing.select_related("district").order_by("pk")[:SHOWN]]
    return Reach(regency, count, count - missing.count(), shown) if count else None


def regency_for(by, event=None):
    """The code of the regency that an officer plans for: of the event, else of the own office; None where there is none."""
    code = next((code for code in event.areas if len(code) == len("53.04")), None) if event else None
    return code or by.membership.office.regency_id
