"""For the invented cases: requests of those whose orientation comes next, and a session with seats left; written once."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from portal.lib.dates import today_in
from registrations.placements.models import OppRequest, OppSession, Placement
from registrations.placements.models.opp_request import answer_by
from registrations.placements.workflow import State

_DAYS_AHEAD, _SEATS = 10, 20
_MOST_WAITING = 60


def seed_requests(office):
    """Requests at ``office``, one after the other over the last two days, so that some are late."""
    cases = Placement.objects.filter(is_demo=True, office=office, state=State.VISA_OK)
    waiting = cases.filter(opp_requests=None).select_related("procedure").order_by("pk")
    rows = []
    for place, case in enumerate(waiting[:_MOST_WAITING]):
        if State.OPP_SCHEDULED in {step.milestone for step in case.coming()}:
            asked_at = timezone.now() - timedelta(hours=6 * (place % 9) + 1)
            facts = {"asked_at": asked_at, "answer_by": answer_by(office, asked_at)}
            rows.append(OppRequest(placement=case, office=office, **facts))
    OppRequest.objects.bulk_create(rows)
    if rows and not OppSession.objects.filter(is_demo=True, office=office, seated=0).exists():
        begins = datetime.combine(today_in(office.zone) + timedelta(days=_DAYS_AHEAD), time(8), tzinfo=office.zone)
        facts = {"begins_at": begins, "ends_at": begins + timedelta(hours=4), "capacity": _SEATS, "is_demo": True}
        OppSession.objects.create(office=office, place="Ruang OPP Contoh", **facts)
