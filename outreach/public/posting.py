"""An event as schema.org's Event, for search engines: what is recorded, nothing else."""

import json

from django.utils.safestring import mark_safe

from jobs.posting import ESCAPES
from outreach.choices import Mode, PartyRole
from outreach.public import wording
from outreach.workflow import State

_SCHEMA = "https://schema.org/"
_MODES = {
    Mode.LURING: "OfflineEventAttendanceMode", Mode.DARING: "OnlineEventAttendanceMode",
    Mode.HIBRIDA: "MixedEventAttendanceMode",
}  # fmt: skip


def posting(event, day, *, base):
    """JSON to stand in a page, or "" when this is nothing to vouch for: invented, or known from a source alone."""
    if event.is_demo or event.state == State.SOURCED or event.starts_on is None:
        return ""
    sessions = list(event.sessions.all())
    first, last = sessions[0], sessions[-1]
    before = next((change.held_on for session, change in wording.moves(event, day) if session.pk == first.pk), None)
    facts = {
        "@context": _SCHEMA,
        "@type": "Event",
        "name": wording.title(event),
        "url": base + event.get_absolute_url(),
        "startDate": _moment(first.begins_at, first) or event.starts_on.isoformat(),
        "endDate": _moment(last.ends_at, last) or event.ends_on.isoformat(),
        "eventStatus": _SCHEMA + _status(event, before),
        "previousStartDate": before.isoformat() if before else None,
        "eventAttendanceMode": _SCHEMA + _MODES[event.mode],
        "isAccessibleForFree": True,
        "location": _places(event, sessions, base),
        "organizer": _organisations(event, {PartyRole.ORGANISER, PartyRole.CO_ORGANISER}),
        "performer": [{"@type": "Person", "name": speaker.name} for speaker in event.speakers.all()] or None,
    }
    if event.takes_sign_ups and (seats := wording.seats(event, day)):
        facts["remainingAttendeeCapacity"], facts["maximumAttendeeCapacity"] = seats
    text = json.dumps({name: value for name, value in facts.items() if value is not None}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - escaped as jobs.posting does


def _status(event, before):
    if event.state == State.CANCELLED:
        return "EventCancelled"
    return "EventRescheduled" if before else "EventScheduled"


def _moment(moment, session):
    return moment.astimezone(session.zone).isoformat(timespec="minutes") if moment else None


def _places(event, sessions, base):
    venues = {session.venue_id: session.venue for session in sessions if session.venue_id}
    places = [_place(venue) for venue in venues.values()]
    if event.mode != Mode.LURING:
        places.append({"@type": "VirtualLocation", "url": base + event.get_absolute_url()})
    return places or None


def _place(venue):
    address = {
        "@type": "PostalAddress",
        "addressCountry": "ID",
        "addressRegion": venue.province.name if venue.province else None,
        "addressLocality": venue.regency.name if venue.regency else None,
        "streetAddress": venue.address or None,
    }
    place = {
        "@type": "Place",
        "name": venue.name,
        "address": {name: value for name, value in address.items() if value},
    }
    if venue.latitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates", "latitude": float(venue.latitude), "longitude": float(venue.longitude)
        }  # fmt: skip
    return place


def _organisations(event, roles):
    found = [{"@type": "Organization", "name": str(party)} for party in event.parties.all() if party.role in roles]
    return found or None
