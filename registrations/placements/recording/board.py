"""The board of an office: its cases by station and state, the oldest first."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.search import capped_count
from portal.lib.dates import WIB, today_in
from registrations.desk.queue import age_of, short_name
from registrations.placements.choices import FreezeReason
from registrations.placements.models import Placement
from registrations.placements.models.promised import PROMISED
from registrations.placements.stations import OF_STATE
from registrations.placements.workflow import ABROAD, BEFORE_DEPARTURE, State
from registrations.stations import Station

ROWS = 25
CARDS = 3  # of each state on the board
ABROAD_TITLE = _("Abroad")
ON_BOARD = [state for state in State if state in BEFORE_DEPARTURE | ABROAD]


@dataclass(frozen=True)
class Row:
    number: str
    name: str
    work: str
    state: str
    age: str
    freeze: str


def columns(scope, zone):
    """[(title of a station, [(state, CappedCount, its oldest Rows)])] of the cases in ``scope``; states without a case left out."""
    counts = {state: capped_count(scope.filter(state=state)) for state in ON_BOARD}
    filled = [state for state in ON_BOARD if counts[state]]
    oldest = _oldest(scope, filled)
    rows = _rows(oldest, zone)
    found = {}
    for state in ON_BOARD:
        stack = found.setdefault(_title(state), [])
        if counts[state]:
            stack.append((state, counts[state], rows.get(state, [])))
    return list(found.items())


def _title(state):
    station = OF_STATE[state]
    return Station(station).label if station else ABROAD_TITLE


def _oldest(scope, states):
    if not states:
        return []
    first, *others = [_in_order(scope.filter(state=state)).values_list("pk", flat=True)[:CARDS] for state in states]
    return list(first.union(*others, all=True)) if others else list(first)


def page_of(scope, state, zone, after=None):
    """(at most ROWS Rows in ``state``, whether more follow); ``after``: the last case of the page before."""
    found = _in_order(scope.filter(state=state))
    if after:
        # Begins with a plain bound, for the index.
        found = found.filter(Q(state_since__gte=after.state_since))
        found = found.exclude(state_since=after.state_since, pk__lte=after.pk)
    keys = list(found.values_list("pk", flat=True)[: ROWS + 1])
    return _rows(keys[:ROWS], zone).get(state, []), len(keys) > ROWS


def _in_order(cases):
    return cases.order_by("state_since", "pk")


def _rows(keys, zone):
    """{state: its Rows in their order}, in one query; why each stands still is computed for these alone."""
    cases = Placement.objects.filter(pk__in=keys).with_freeze(today_in(WIB))
    found = {}
    for case in _in_order(cases.select_related(*PROMISED, "candidate", "destination__country")):
        found.setdefault(case.state, []).append(_row(case, zone))
    return found


def _row(case, zone):
    return Row(
        number=case.number,
        name=short_name(case.candidate.name),
        work=f"{case.destination}, {case.work}",
        state=case.get_state_display(),
        age=age_of(case, zone),
        freeze=str(FreezeReason(case.freeze).label) if case.freeze else "",
    )
