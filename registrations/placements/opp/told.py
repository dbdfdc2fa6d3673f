"""What the texts of messages on the orientation print: for many messages at once, in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.lib.dates import today_in
from portal.messaging import links
from portal.places.models import Office
from registrations.notifications import contact_key
from registrations.placements.models import OppChange, OppSeat, PlacementStep
from registrations.placements.opp.reading import day_of, hours_of, place_of
from registrations.placements.opp.waiting import late_at

BEFORE = (3, 1)  # days


def invited(messages):
    """A step that gave no seat, or one that was given back meanwhile, is left out."""
    steps = PlacementStep.objects.filter(seat__state=OppSeat.State.INVITED)
    steps = steps.select_related("placement", "seat__session__office__province")
    found = steps.in_bulk({message.subject for message in messages})
    return {
        message.pk: _facts(step.seat.session, step.placement.number)
        for message in messages
        if (step := found.get(message.subject))
    }


def called_off(messages):
    steps = PlacementStep.objects.select_related("placement__office__province")
    found = steps.in_bulk({message.subject for message in messages})
    return {
        message.pk: {"office": str(step.placement.office), "address": _address(step.placement.number)}
        for message in messages
        if (step := found.get(message.subject))
    }


def soon(messages):
    """Whoever was invited on that very day or later knows it; a session that was moved has another day."""
    seats = OppSeat.objects.select_related("placement", "session__office__province")
    found = seats.in_bulk({message.subject for message in messages})
    return {
        message.pk: _facts(seat.session, seat.placement.number) | {"when": _in_days(seat.session)}
        for message in messages
        if (seat := found.get(message.subject)) and _is_of_day(message, seat)
    }


def _is_of_day(message, seat):
    session = seat.session
    invited_on = seat.invited_at.astimezone(session.office.zone).date()
    return (session.held_on - message.due_on).days in BEFORE and invited_on < message.due_on


def _in_days(session):
    """``besok``, by the calendar of the office."""
    days = (session.held_on - today_in(session.office.zone)).days
    if days < 1:
        return _("today")
    return _("tomorrow") if days == 1 else ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}


def changed(messages):
    """To each contact by its own seat; whoever has none any more is left out."""
    found = OppChange.objects.select_related("session__office__province").in_bulk(
        {message.subject for message in messages}
    )
    seats = OppSeat.objects.filter(
        session__in={change.session_id for change in found.values()}, state=OppSeat.State.INVITED
    )
    rows = seats.values_list("session", contact_key("placement__"), "placement__number")
    numbers = {(session, contact): number for session, contact, number in rows}
    return {
        message.pk: _facts(change.session, numbers[change.session_id, message.contact_id])
        for message in messages
        if (change := found.get(message.subject)) and (change.session_id, message.contact_id) in numbers
    }


def requests_late(messages):
    offices = Office.objects.in_bulk({message.subject for message in messages})
    return {
        message.pk: {
            "count": late_at(office).count(),
            "office": str(office),
            "address": links.full_address("opp:requests"),
        }
        for message in messages
        if (office := offices.get(message.subject))
    }


def _facts(session, number):
    return {
        "day": day_of(session),
        "hours": hours_of(session),
        "place": place_of(session),
        "office": str(session.office),
        "address": _address(number),
    }


def _address(number):
    return links.full_address("own_opp:orientation", number)


def people_of_seats(messages):
    seats = OppSeat.objects.filter(pk__in={message.subject for message in messages})
    names = dict(seats.values_list("pk", "placement__candidate__name"))
    return {message.pk: names[message.subject] for message in messages if names.get(message.subject)}
