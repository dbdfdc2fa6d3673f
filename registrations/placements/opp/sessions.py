"""The sessions of an office and the list of one of them, ready to print."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.lib.dates import today_in
from registrations.desk.queue import short_name
from registrations.placements.models import OppAttendance, OppSeat, OppSession
from registrations.placements.models.promised import PROMISED
from registrations.placements.opp.reading import in_short
from registrations.placements.workflow import State

ROWS = 25
MOST_AHEAD = 12  # beside the requests
LOOKS = {
    OppSeat.State.INVITED: "info",
    OppSeat.State.CAME: "ok",
    OppSeat.State.MISSED: "bad",
    OppSeat.State.RELEASED: "off",
}


@dataclass(frozen=True)
class SessionRow:
    number: str
    when: str
    place: str
    seats: str
    look: str
    state: str
    is_today: bool


@dataclass(frozen=True)
class SeatRow:
    seat: OppSeat
    case: object
    rank: int
    name: str
    work: str
    look: str
    state: str
    certificate: str
    has_biometrics: bool
    is_open: bool
    may_be_put_right: bool


def of_office(by):
    return OppSession.objects.filter(office=by.office_id).select_related("office__province")


def ahead(by):
    """Those of today, though they are over, and the next ones."""
    found = of_office(by).filter(held_on__gte=today_in(by.zone)).order_by("begins_at", "pk")
    return [row_of(one, by.zone) for one in found[:MOST_AHEAD]]


def page_of(by, is_past, after=None):
    """(at most ROWS SessionRows, the number of the last when more follow); the past from the newest back."""
    found, now = of_office(by), timezone.now()
    if is_past:
        found = found.filter(ends_at__lte=now, begins_at__lte=after.begins_at if after else now)
        behind = after and Q(begins_at=after.begins_at, pk__gte=after.pk)
    else:
        found = found.filter(ends_at__gt=now)
        found = found.filter(begins_at__gte=after.begins_at) if after else found
        behind = after and Q(begins_at=after.begins_at, pk__lte=after.pk)
    if behind:
        found = found.exclude(behind)
    order = ("-begins_at", "-pk") if is_past else ("begins_at", "pk")
    sessions = list(found.order_by(*order)[: ROWS + 1])
    rows = [row_of(one, by.zone) for one in sessions[:ROWS]]
    return rows, rows[-1].number if len(sessions) > ROWS else ""


def row_of(session, zone):
    look, state = _standing(session)
    return SessionRow(
        number=session.number,
        when=in_short(session),
        place=session.place,
        seats=_("%(taken)s of %(all)s") % {"taken": session.seated, "all": session.capacity},
        look=look,
        state=state,
        is_today=session.held_on == today_in(zone),
    )


def _standing(session):
    if session.is_called_off:
        return "bad", _("Called off")
    if session.is_over:
        return "off", _("Over")
    if session.has_begun:
        return "turn", _("Under way")
    return ("info", _("Seats left")) if session.left else ("ok", _("Full"))


def seats_of(session):
    """The SeatRows of a session in the order in which they were invited; seats that were given back last."""
    seats = OppSeat.objects.filter(session=session).order_by("pk")
    promised = [f"placement__{one}" for one in PROMISED]
    seats = seats.select_related(
        "placement__candidate", "placement__registration", "placement__destination__country", *promised
    )
    given = OppAttendance.objects.filter(seat__session=session, taken_back_at=None)
    attended = {one.seat_id: one for one in given}
    rows = [_seat(seat, rank, attended.get(seat.pk), session) for rank, seat in enumerate(seats, start=1)]
    return sorted(rows, key=lambda row: row.seat.state == OppSeat.State.RELEASED)


def _seat(seat, rank, attended, session):
    case, is_missed = seat.placement, seat.state == OppSeat.State.MISSED
    # Once another seat was found, or the way has gone on, there is nothing to put right.
    still_waits = is_missed and State.OPP_SCHEDULED not in case.reached
    still_there = seat.state == OppSeat.State.CAME and case.state == State.OPP_DONE
    return SeatRow(
        seat=seat,
        case=case,
        rank=rank,
        name=short_name(case.candidate.name),
        work=f"{case.destination}, {case.work}",
        look=LOOKS[seat.state],
        state=seat.get_state_display(),
        certificate=attended.certificate_number if attended else f"{session.number}/{rank:02}",
        has_biometrics=bool(attended and attended.has_biometrics),
        is_open=seat.state == OppSeat.State.INVITED,
        may_be_put_right=still_waits or still_there,
    )
