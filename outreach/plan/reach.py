"""Villages of a regency to which no event came lately."""

from dataclasses import dataclass

from outreach.coverage import months_back, villages_not_reached
from portal.lib.dates import today_in
from portal.places.models import Regency, Village

SHOWN = 5


@dataclass(frozen=True)
class Reach:
    """``villages``: of the regency in all. ``visited``: of these. ``next``: some that were not, ready to print."""

    regency: Regency
    villages: int
    visited: int
    next: list


def reach_of(regency_code):
    """The Reach of the last coverage.MONTHS; None for a regency without villages in our list, or no regency."""
    regency = Regency.objects.select_related("province").filter(pk=regency_code).first() if regency_code else None
    if regency is None:
        return None
    count = Village.objects.current().filter(district__regency=regency).count()
    missing = villages_not_reached(regency, months_back(today_in(regency.province.zone)))
    shown = [f"{village}, {village.district}" for village in missing[:SHOWN]]
    return Reach(regency, count, count - missing.count(), shown) if count else None


def regency_for(by, event=None):
    """The code of the regency that an officer plans for: of the event, else of the own office; None where there is none."""
    code = next((code for code in event.areas if len(code) == len("53.04")), None) if event else None
    return code or by.membership.office.regency_id
