"""Own appointments as a file for the calendar of a phone: no name, no number of a person, nothing of health."""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from portal.lib.dates import long_date, today_in, zone_label
from portal.messaging import links
from registrations.placements.opp.reading import appointments_of
from registrations.placements.workflow import BEFORE_DEPARTURE, State


def appointments(case):
    """(what: a word that stays, title, begin, end, place) of each; begin and end are moments, or days of the office."""
    today = today_in(case.office.zone)
    # One seat at a time: a session that is moved keeps its UID.
    found = [("opp", one.title, one.begins, one.ends, one.place) for one in appointments_of(case)]
    for what, title, day in _days(case):
        if day and day >= today:
            found.append((what, title, day, day + timedelta(days=1), ""))
    return found


def appointments_shown(case):
    """Facts to print, and the address of the file; {} while there is none."""
    found = appointments(case)
    if not found:
        return {}
    facts = [
        {"term": title, "value": _spoken(case, begins), "note": place} for _what, title, begins, _end, place in found
    ]
    return {"facts": facts, "address": reverse("path:calendar", args=[case.number])}


def _spoken(case, begins):
    if not isinstance(begins, datetime):
        return long_date(begins, weekday=True)
    there = begins.astimezone(case.office.zone)
    return f"{long_date(there.date(), weekday=True)}, {there:%H.%M} {zone_label(case.office.zone)}"


def _days(case):
    if case.state == State.UNFIT_TEMP:
        yield "again", _("One step can be repeated from today: ask your office"), case.retest_on()
    if case.state in BEFORE_DEPARTURE:
        yield "departure", _("Day of departure"), case.planned_departure_on
    if case.state == State.APPLIED and case.vacancy:
        yield "closing", _("Last day of the vacancy"), case.vacancy.closes_on


def answer(file):
    """The response that hands the bytes ``file`` to a phone."""
    headers = {"Content-Disposition": 'attachment; filename="jalur-resmi.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)


def as_file(case):
    return file_of(case.number, links.full_address("path:placement", case.number), appointments(case))


def file_of(number, page, found):
    """The bytes of an iCalendar file (RFC 5545) of ``found``, as ``appointments`` gives them; ``page``: address of their page.

    Each event keeps its UID, so that the next file replaces it.
    """
    file = Calendar()
    file.add("prodid", "-//Jalur Resmi//Jalur saya//ID")
    file.add("version", "2.0")
    for what, title, begins, ends, place in found:
        event = Event()
        event.add("uid", f"{number}-{what}@{settings.PUBLIC_DOMAIN or 'jalur-resmi.invalid'}")
        event.add("dtstamp", timezone.now())
        event.add("summary", title)
        event.add("dtstart", _told(begins))
        event.add("dtend", _told(ends))
        event.add("url", page)
        if place:
            event.add("location", place)
        file.add_component(event)
    return file.to_ical()


def _told(when: date | datetime):
    """A moment in UTC, which every calendar shows in its own zone; a day as it is."""
    return when.astimezone(UTC) if isinstance(when, datetime) else when
