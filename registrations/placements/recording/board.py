"""The board of an office: its cases by station and state, the oldest first; the late ones longest late first."""

from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.search import COUNT_LIMIT, CappedCount, capped_count
from portal.lib.dates import WIB, short_date, today_in
from registrations.desk.queue import age_of, short_name
from registrations.placements.choices import FreezeReason
from registrations.placements.models import MedicalResult, OppSeat, Placement
from registrations.placements.models.promised import PROMISED
from registrations.placements.stations import column_of
from registrations.placements.workflow import ABROAD, BEFORE_DEPARTURE, LEAVING, State

ROWS = 25
CARDS = 3  # of each state on the board
ON_BOARD = [state for state in State if state in BEFORE_DEPARTURE | ABROAD]


@dataclass(frozen=True)
class Row:
    number: str
    name: str
    work: str
    state: str
    age: str
    late: str  # by how much, "" when it isn't
    freeze: str
    waits: str = ""  # for which day: of its orientation, its next exam, its departure


@dataclass(frozen=True)
class Stack:
    """The cases of one state: how many, how many of them late, and the first ones."""

    state: State
    count: object
    late: object
    rows: list
    address: str
    late_address: str


def columns(scope, wish, zone):
    """[(Column, how many, [Stack])] of the cases in ``scope`` that ``wish`` asks for; states without a case left out."""
    wanted = [state for state in ON_BOARD if wish.stasiun in {"", column_of(state)}]
    counted = {state: facts for state, *facts in _counted(wish.narrowed(scope), wanted, wish)}
    rows = _rows([key for _count, _late, first in counted.values() for key in first], wish, zone)
    stacks = {column_of(state): [] for state in wanted}
    for state in wanted:
        count, late, _first = counted[state]
        addresses = wish.address(tahap=state), wish.address(tahap=state, telat=True)
        if count:
            stack = Stack(state, CappedCount(count), CappedCount(late), rows.get(state, []), *addresses)
            stacks[column_of(state)].append(stack)
    return [(column, sum((one.count for one in found), CappedCount(0)), found) for column, found in stacks.items()]


def late_and_still(found, scope, wish):
    """(what, CappedCount, address, whether it is shown alone) of what asks for a look first, of the ``columns`` ``found``."""
    late = sum((stack.late for _column, _count, stacks in found for stack in stacks), CappedCount(0))
    still = capped_count(wish.narrowed(scope).filter(stands_still=True, state__in=ON_BOARD))
    told = [
        (_("Late"), late, wish.address(telat=True), wish.telat),
        (_("Standing still"), still, wish.address(diam=True), wish.diam),
    ]
    return [one for one in told if one[1]]


def _counted(found, states, wish):
    """(state, how many up to the limit, how many of them late, keys of the first ones) of each, in one statement.

    The ORM writes the question of one state; asked of all states at once it finds its index for each.
    """
    of_state = found.filter(state=RawSQL("wanted.state", []))
    late = of_state.filter(late_after__lt=wish.day)
    most = COUNT_LIMIT + 1
    asked = [one.order_by().values("pk")[:most] for one in (of_state, late)]
    asked.append(of_state.order_by(*_order(wish)).values_list("pk", flat=True)[:CARDS])
    try:
        (count, of_count), (lates, of_late), (first, of_first) = (one.query.sql_with_params() for one in asked)
    except EmptyResultSet:  # asked for what there is nowhere, a company without a vacancy
        return [(state, 0, 0, []) for state in states]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT wanted.state, (SELECT count(*) FROM ({count}) c), (SELECT count(*) FROM ({lates}) l), ARRAY({first})"  # noqa: S608 - the ORM's own
            " FROM unnest(%s::text[]) AS wanted (state)",
            [*of_count, *of_late, *of_first, states],
        )
        return cursor.fetchall()


def page_of(scope, wish, zone, after=None):
    """(at most ROWS Rows in the state of ``wish``, whether more follow); ``after``: the last case of the page before."""
    column, key = _order(wish)
    found = wish.narrowed(scope).filter(state=wish.tahap).order_by(column, key)
    last = getattr(after, column, None)
    if last is not None:
        # Begins with a plain bound, for the index.
        found = found.filter(Q(**{f"{column}__gte": last})).exclude(Q(**{column: last}, pk__lte=after.pk))
    keys = list(found.values_list("pk", flat=True)[: ROWS + 1])
    return _rows(keys[:ROWS], wish, zone).get(wish.tahap, []), len(keys) > ROWS


def following(scope, case, state=""):
    """Which case of ``scope`` came next into the state of ``case``, or into ``state`` that it was moved on from; None for none."""
    since = case.state_since
    if state and state != case.state:
        came = case.history.filter(target=state).exclude(source=state).order_by("-pk").first()
        since = came.taken_at if came else None
    found = scope.filter(state=state or case.state).exclude(pk=case.pk).order_by("state_since", "pk")
    if since:
        found = found.filter(state_since__gte=since).exclude(state_since=since, pk__lt=case.pk)
    return found.only("number", "state").first()


def _order(wish):
    return ("late_after" if wish.telat else "state_since"), "pk"


def _rows(keys, wish, zone):
    """{state: its Rows in their order}, in one query; why each stands still is computed for these alone."""
    cases = Placement.objects.filter(pk__in=keys).with_freeze(today_in(WIB)).order_by(*_order(wish))
    found, cases = {}, list(cases.select_related(*PROMISED, "candidate", "destination__country"))
    days = _days_awaited(cases)
    for case in cases:
        found.setdefault(case.state, []).append(row_of(case, wish.day, zone, days.get(case.pk, "")))
    return found


def _days_awaited(cases):
    """{key of a case: for which day it waits}, for those of ``cases`` of which one is written down."""
    of_state = {}
    for case in cases:
        of_state.setdefault(case.state, []).append(case.pk)
    days = {
        case.pk: _("Departs %(day)s") % {"day": short_date(case.planned_departure_on)}
        for case in cases
        if case.planned_departure_on and case.state in LEAVING
    }
    if invited := of_state.get(State.OPP_SCHEDULED):
        seats = OppSeat.objects.filter(placement__in=invited, state=OppSeat.State.INVITED)
        for case, day in seats.values_list("placement", "session__held_on"):
            days[case] = _("Orientation %(day)s") % {"day": short_date(day)}
    if unfit := of_state.get(State.UNFIT_TEMP):
        exams = MedicalResult.objects.filter(step__placement__in=unfit, retest_on__isnull=False).order_by("pk")
        for case, day in exams.values_list("step__placement", "retest_on"):
            days[case] = _("Exam from %(day)s") % {"day": short_date(day)}
    return days


def row_of(case, day, zone, waits=""):
    """``case``: with_freeze, and what it names; ``waits``: for which day, in words."""
    return Row(
        number=case.number,
        name=short_name(case.candidate.name),
        work=_work(case),
        state=case.get_state_display(),
        age=age_of(case, zone),
        late=_late(case, day),
        freeze=str(FreezeReason(case.freeze).label) if case.freeze else "",
        waits=waits,
    )


def _work(case):
    """With its country, where the work itself doesn't name it."""
    country, work = str(case.destination), str(case.work)
    return work if country in work else f"{country}, {work}"


def _late(case, day):
    days = (day - case.late_after).days if case.late_after else 0
    if days < 1:
        return ""
    return ngettext("Late by %(count)d day", "Late by %(count)d days", days) % {"count": days}
