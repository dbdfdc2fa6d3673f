"""What the texts of messages on events print: for many at once, in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outreach.models import EventChange, SignUp
from outreach.signing_up.reading import hours_of, place_of, when_of
from portal.lib.dates import today_in
from portal.messaging import links

BEFORE = (7, 1, 0)  # days
_READ = ("session__event", "session__venue__regency", "session__venue__district")


def ticket(messages):
    """The ticket as it stands when the message leaves; one that was emptied is left out."""
    return {message.pk: facts_of(row) for message, row in _rows(messages)}


def soon(messages):
    """Whoever got the seat on that very day or later knows it; a session that was moved has another day."""
    return {
        message.pk: facts_of(row) | {"when": _in_days(row.session)}
        for message, row in _rows(messages)
        if _is_of_day(message, row)
    }


def changed(messages):
    """To each contact by its own ticket; whoever has none that stands is left out."""
    found = EventChange.objects.in_bulk({message.subject for message in messages})
    rows = SignUp.objects.standing().filter(
        session__in={change.session_id for change in found.values()},
        contact__in={message.contact_id for message in messages},
    )
    tickets = {(row.session_id, row.contact_id): row for row in rows.select_related(*_READ).order_by("-pk")}
    return {
        message.pk: facts_of(tickets[change.session_id, message.contact_id])
        for message in messages
        if (change := found.get(message.subject)) and (change.session_id, message.contact_id) in tickets
    }


def _rows(messages):
    found = SignUp.objects.kept().select_related(*_READ).in_bulk({message.subject for message in messages})
    return [(message, found[message.subject]) for message in messages if message.subject in found]


def facts_of(row):
    session = row.session
    return {
        "title": str(session.event),
        "seats": row.seats,
        "day": when_of(session),
        "hours": hours_of(session),
        "place": place_of(session),
        "has_seat": row.has_seat,
        "ticket": links.full_address("event_sign_up:ticket", row.code),
        "event": links.full_address("outreach:event", session.event.number),
        "events": links.full_address("outreach:events"),
        "register": links.full_address("wizard:start"),
        "vacancies": links.full_address("jobs:vacancy_list"),
    }


def _is_of_day(message, row):
    zone = row.session.zone
    got_on = (row.promoted_at or row.created_at).astimezone(zone).date()
    return (row.session.held_on - message.due_on).days in BEFORE and got_on < message.due_on


def _in_days(session):
    """``besok``, by the calendar of the place."""
    days = (session.held_on - today_in(session.zone)).days
    if days < 1:
        return _("today")
    return _("tomorrow") if days == 1 else ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}


def people_of(messages):
    """{message.pk: whom an officer on the telephone asks for}."""
    return {message.pk: row.name for message, row in _rows(messages) if row.name}
