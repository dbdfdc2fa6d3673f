"""Who leaves on a day, flight by flight."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db.models import Count
from django.utils.translation import gettext as _

from portal.lib.dates import short_date
from registrations.placements.models.promised import PROMISED
from registrations.placements.workflow import BEFORE_DEPARTURE, State

DAYS_AHEAD = 14
MOST = 1000  # on a page; a sheet takes more
LISTED = BEFORE_DEPARTURE | {State.DEPARTED}
LOOKS = {State.READY: "ok", State.DEPARTED: "info"}


@dataclass(frozen=True)
class Passenger:
    number: str
    choice: str  # as the form sends it, "" where the departure can't be recorded now
    name: str
    work: str
    card: str
    state: str
    look: str


@dataclass(frozen=True)
class Flight:
    carrier: str
    port: str
    passengers: list

    @property
    def title(self):
        return ", ".join(filter(None, [self.carrier or _("Flight not written down yet"), self.port]))

    @property
    def versions(self):
        return [one.choice.split(":") for one in self.passengers if one.choice]


def leaving(scope, day):
    return scope.filter(planned_departure_on=day, state__in=sorted(LISTED))


def _shown(scope, day):
    return leaving(scope, day).order_by("planned_carrier", "planned_port", "candidate__name", "pk")


def files_of(scope, day):
    """Keys of the registrations of whom the page names."""
    return list(_shown(scope, day).values_list("registration", flat=True)[:MOST])


def flights(scope, day, *, may_record):
    """The Flights of a day, those without a number last; names whole, as on the ticket."""
    cases = _shown(scope, day).select_related(*PROMISED, "candidate", "destination__country")[:MOST]
    found = [
        Flight(carrier, port, [_passenger(case, may_record) for case in group])
        for (carrier, port), group in groupby(cases, key=lambda case: (case.planned_carrier, case.planned_port))
    ]
    return sorted(found, key=lambda flight: not flight.carrier)


def _passenger(case, may_record):
    return Passenger(
        number=case.number,
        choice=f"{case.number}:{case.version}" if may_record and case.state == State.READY else "",
        name=case.candidate.name,
        work=f"{case.destination}, {case.work}",
        card=case.e_card_number,
        state=case.get_state_display(),
        look=LOOKS.get(case.state, "turn"),
    )


def days(scope, today, chosen):
    """(day as in an address, its words, how many leave, whether it is ``chosen``) of the days to come on which somebody leaves."""
    ahead = scope.filter(
        planned_departure_on__range=(today, today + timedelta(days=DAYS_AHEAD)), state__in=sorted(LISTED)
    )
    counts = dict(ahead.order_by().values_list("planned_departure_on").annotate(count=Count("pk")))
    return [
        (day.isoformat(), short_date(day, weekday=True), counts.get(day, 0), day == chosen)
        for day in sorted({*counts, chosen})
    ]
