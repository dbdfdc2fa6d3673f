"""Events for the calendar of a phone (RFC 5545): one event as a file, those of a place as a subscription."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from outreach.public import wording
from outreach.workflow import State

# A subscription asks again after so long (RFC 7986).
REFRESH = timedelta(hours=6)


def answer(calendar, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8", headers=headers)


def of_event(event, base):
    calendar = _empty()
    for entry in _entries(event, base):
        calendar.add_component(entry)
    return calendar


def of_many(events, name, base):
    calendar = _empty()
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for event in events:
        for entry in _entries(event, base):
            calendar.add_component(entry)
    return calendar


def _empty():
    calendar = Calendar()
    calendar.add("prodid", "-//Jalur Resmi//Kegiatan//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


def _entries(event, base):
    """One for each session with a day. It keeps its UID, so that a later file replaces it: moved, or cancelled."""
    sessions = sorted(event.sessions.all(), key=lambda session: session.pk)
    for place, session in enumerate(sessions, start=1):
        if session.held_on:
            yield _entry(event, session, place, base)


def _entry(event, session, place, base):
    entry, title = Event(), wording.title(event)
    entry.add("uid", f"{event.number}-{place}@{settings.PUBLIC_DOMAIN or 'jalur-resmi.invalid'}")
    # Not the moment of asking: an unchanged file stays the same, and no proxy sends it twice.
    entry.add("dtstamp", event.updated_at.astimezone(UTC).replace(microsecond=0))
    entry.add("last-modified", event.updated_at.astimezone(UTC).replace(microsecond=0))
    entry.add("sequence", event.version)
    entry.add("summary", f"{title}: {session.title}" if session.title else title)
    entry.add("status", "CANCELLED" if event.state == State.CANCELLED else "CONFIRMED")
    if session.begins_at:
        # In UTC, which every calendar shows in its own zone.
        entry.add("dtstart", session.begins_at.astimezone(UTC))
        entry.add("dtend", session.ends_at.astimezone(UTC))
    else:
        entry.add("dtstart", session.held_on)
        entry.add("dtend", session.held_on + timedelta(days=1))
    page = base + event.get_absolute_url()
    entry.add("url", page)
    if where := wording.where(session):
        entry.add("location", where)
    if session.venue_id and session.venue.latitude is not None:
        entry.add("geo", (float(session.venue.latitude), float(session.venue.longitude)))
    entry.add(
        "description", "\n".join(filter(None, [_("Demo data.") if event.is_demo else "", wording.source(event), page]))
    )
    return entry
