"""Sessions and tickets, ready to print: days and hours as they are at the venue."""

from django.utils.translation import gettext as _

from outreach.models import SignUp
from portal.lib.dates import long_date, short_date, zone_label

OF_TICKETS = ("session__event", "session__venue__regency", "session__venue__district", "district")


def day_of(session):
    """``Kamis, 26 November 2026``; "" where nobody has said."""
    return long_date(session.held_on, weekday=True) if session.held_on else ""


def hours_of(session):
    """``09.00 sampai 12.00 WITA``; "" where nobody has said."""
    if not session.begins_at:
        return ""
    begins, ends = (moment.astimezone(session.zone) for moment in (session.begins_at, session.ends_at))
    facts = {"from": f"{begins:%H.%M}", "until": f"{ends:%H.%M}", "zone": zone_label(session.zone)}
    return _("%(from)s to %(until)s %(zone)s") % facts


def place_of(session):
    """Name, address and district of the venue, and the address online."""
    venue = session.venue
    parts = [venue.name, venue.address, str(venue.district or venue.regency or "")] if venue else []
    return ", ".join(filter(None, [*parts, session.link]))


def when_of(session):
    """``Kamis, 26 November 2026, 09.00 sampai 12.00 WITA``."""
    return ", ".join(filter(None, [day_of(session), hours_of(session)]))


def in_short(session):
    """``Kamis, 26 Nov 2026, 09.00 sampai 12.00 WITA, Aula Kantor Bupati``."""
    day = short_date(session.held_on, weekday=True) if session.held_on else ""
    return ", ".join(filter(None, [day, hours_of(session), str(session.venue or "")]))


def seats_left(session):
    """``53 kursi tersisa``, that there is a waiting list, or "" where there is no limit."""
    if session.left is None:
        return ""
    return _("%(count)d seats left") % {"count": session.left} if session.left else _("full, waiting list")


def facts_of(session):
    """Rows for components/facts.html."""
    rows = (
        (_("Day"), day_of(session)),
        (_("Time"), hours_of(session)),
        (_("Place"), place_of(session)),
        (_("Getting in"), access_of(session)),
    )
    return [{"term": term, "value": value} for term, value in rows if value]


def access_of(session):
    """What somebody with a wheelchair wants to know; "" where nobody has looked."""
    venue = session.venue
    if venue is None:
        return ""
    known = [
        _("way without steps") if venue.has_step_free_way else "",
        _("there are steps") if venue.has_step_free_way is False else "",
        _("toilet for wheelchairs") if venue.has_wheelchair_toilet else "",
        venue.access_note,
    ]
    return ", ".join(filter(None, known))


def card_of(session):
    """A session above the form."""
    return {
        "when": when_of(session),
        "place": place_of(session),
        "left": seats_left(session),
        "access": access_of(session),
    }


def organiser_of(event):
    led = event.organiser
    return str(led) if led else ""


def ticket_of(row):
    """The state of a ticket: ``look`` and ``title`` of the note, and the ``facts`` of its session."""
    looks = {
        SignUp.State.SEATED: ("ok", _("You have a seat: %(seats)s") % {"seats": row.seats}),
        SignUp.State.WAITING: ("turn", _("You are on the waiting list")),
        SignUp.State.CANCELLED: ("off", _("This ticket was given back")),
        SignUp.State.CAME: ("ok", _("You were there: %(seats)s") % {"seats": row.seats}),
    }
    look, title = looks[row.state]
    before = 0
    if row.state == SignUp.State.WAITING:
        before = SignUp.objects.waiting().filter(session=row.session_id, pk__lt=row.pk).count()
    return {"look": look, "title": title, "facts": facts_of(row.session), "before": before}
