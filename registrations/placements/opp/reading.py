"""Orientation sessions, ready to print: for the office that holds them and for the person who has a seat."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.lib.dates import long_date, short_date, zone_label
from registrations.placements.models import OppSeat, OppSession

MOST_OFFERED = 60  # sessions to choose from


@dataclass(frozen=True)
class Appointment:
    """``begins``, ``ends``: aware, in the zone of the office; ``place``: with the address online where there is one."""

    title: str
    begins: datetime
    ends: datetime
    place: str


def appointments_of(case):
    """The Appointments of ``case`` that lie ahead or are under way, the first one first."""
    return [
        Appointment(_("Orientation before departure (OPP)"), *_times(seat.session), place_of(seat.session))
        for seat in _open_seats(case)
    ]


def _open_seats(case):
    seats = OppSeat.objects.filter(placement=case, state=OppSeat.State.INVITED, session__ends_at__gt=timezone.now())
    return seats.select_related("session__office__province").order_by("session__begins_at")


def _times(session):
    zone = session.office.zone
    return session.begins_at.astimezone(zone), session.ends_at.astimezone(zone)


def place_of(session):
    return ", ".join(filter(None, [session.place, session.link]))


def day_of(session):
    """``Kamis, 26 November 2026``, as it is at the office."""
    return long_date(session.held_on, weekday=True)


def hours_of(session):
    """``09.00 sampai 12.00 WITA``."""
    begins, ends = _times(session)
    facts = {"from": f"{begins:%H.%M}", "until": f"{ends:%H.%M}", "zone": zone_label(session.office.zone)}
    return _("%(from)s to %(until)s %(zone)s") % facts


def in_short(session):
    """``Kam, 26 Nov 2026, 09.00 sampai 12.00 WITA``."""
    return f"{short_date(session.held_on, weekday=True)}, {hours_of(session)}"


def offered(office):
    """Sessions of an Office in which somebody may still be seated, the nearest first."""
    open_ones = OppSession.objects.filter(office=office, called_off_at=None, ends_at__gt=timezone.now())
    with_room = open_ones.filter(seated__lt=F("capacity")).select_related("office__province")
    return list(with_room.order_by("begins_at", "pk")[:MOST_OFFERED])


def choices_of(office):
    """Those as choices of a form: (number, when, where, how many seats are left)."""
    return [(one.number, _choice(one)) for one in offered(office)]


def _choice(session):
    facts = {"when": in_short(session), "place": session.place, "left": session.left}
    return _("%(when)s, %(place)s (seats left: %(left)s)") % facts


def proposed_number(seat):
    """The number of a certificate for ``seat``: that of its session and a running number; offices may use their own."""
    before = OppSeat.objects.filter(session=seat.session_id, pk__lte=seat.pk).count()
    return f"{seat.session.number}/{before:02}"
