"""The open interface of events: the filters of the list, the facts as they are kept."""

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_noop
from ninja import Field, Path, Query, Router, Schema

from jobs.api import GONE, REFUSED, UNKNOWN, NoFilter, Refused, refuse_unknown
from jobs.api_facts import pages_of, source_of
from outreach.models import Event as EventRow
from outreach.models import Party, Session
from outreach.public import forms, reading
from outreach.public.api_shapes import Event, EventPage
from outreach.public.wish import EventShelf, Wish
from outreach.workflow import State
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from portal.lib.public import site_address

router = Router()


class EventFilter(Schema):
    provinsi: str | None = Field(
        None, pattern=f"^{forms.PROVINCE}$", description=gettext_noop("Province by its two digits (Kemendagri).")
    )
    kabupaten: str | None = Field(
        None,
        pattern=f"^{forms.REGENCY}$",
        description=gettext_noop("Regency or city by its code with a dot (Kemendagri)."),
    )
    konsultasi: bool = Field(False, description=gettext_noop("1: only where papers are looked at."))
    tanpa_tangga: bool = Field(False, description=gettext_noop("1: only with a way without steps."))
    isyarat: bool = Field(False, description=gettext_noop("1: only with sign language."))
    rak: EventShelf = Field(EventShelf.COMING, description=gettext_noop("Shelf: mendatang or lalu."))
    sesudah: str = Field(
        "", max_length=40, description=gettext_noop("Code that the page before ended with; see “next”.")
    )

    def as_wish(self):
        return Wish(
            province=(self.kabupaten or "")[:2] or self.provinsi or "",
            regency=self.kabupaten or "",
            has_consultation=self.konsultasi,
            is_step_free=self.tanpa_tangga,
            has_sign_language=self.isyarat,
            shelf=self.rak,
        )


@router.get("/events", response={200: EventPage, **REFUSED}, summary=gettext_noop("Events, the next one first"))
def events(request, wanted: Query[EventFilter]):
    refuse_unknown(request, EventFilter)
    wish, base, after = wanted.as_wish(), site_address(request), ""
    if wanted.sesudah:
        after = codes.parse(wanted.sesudah) or ""
        if not EventRow.objects.public().filter(number=after).exists():
            raise Refused(("sesudah", GONE))
    rows, last = reading.page(wish, today_in(WIB), after, load=_with_facts)
    query = urlencode(wish.pairs() | {"sesudah": last})
    return {
        "items": [_facts(row, base) for row in rows],
        "next": f"{base}{request.path}?{query}" if last else None,
    }


@router.get("/events/{number}", response={200: Event, **UNKNOWN, **REFUSED}, summary=gettext_noop("One event"))
def one_event(request, number: Path[str]):
    """An old code stays; ``same_as`` names the row that counts where two tell of one event."""
    refuse_unknown(request, NoFilter)
    row = _with_facts(EventRow.objects.public()).filter(number=codes.parse(number) or "").first()
    if row is None:
        raise Http404
    return _facts(row, site_address(request))


def _with_facts(rows):
    sessions = Session.objects.select_related("venue__province", "venue__regency", "venue__district", "venue__village")
    parties = Party.objects.select_related("office")
    return rows.select_related("same_as").prefetch_related(
        Prefetch("sessions", queryset=sessions), Prefetch("parties", queryset=parties)
    )


def _facts(row, base):
    return pages_of(row, base) | {
        "number": row.number,
        "calendar": base + reverse("outreach:calendar", args=[row.number]),
        "title": row.title,
        "title_en": row.title_en or None,
        "state": row.state,
        "is_demo": row.is_demo,
        "same_as": row.same_as.number if row.same_as_id else None,
        "kind": row.kind or None,
        "mode": row.mode,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "date_as_published": row.date_as_published or None,
        "takes_sign_ups": row.takes_sign_ups,
        "has_consultation": row.has_consultation,
        "has_sign_language": row.has_sign_language,
        "audience": row.audience,
        "topics": row.topics,
        "countries": row.countries,
        "sessions": [_sitting(session) for session in row.sessions.all()],
        "organisations": [
            {"name": str(party), "role": party.role, "kind": party.kind or None} for party in row.parties.all()
        ],
        "source": source_of(row, with_address=not row.is_demo) if row.state == State.SOURCED else None,
    }


def _sitting(session):
    return {
        "title": session.title or None,
        "day": session.held_on,
        "begins_at": session.begins_at,
        "ends_at": session.ends_at,
        "time_zone": session.time_zone or None,
        "venue": _venue(session.venue) if session.venue_id else None,
        "seats": session.capacity,
        "seats_left": session.left,
    }


def _venue(venue):
    areas = {name: getattr(venue, name) for name in ("province", "regency", "district", "village")}
    return {
        "name": venue.name,
        "address": venue.address or None,
        **{name: {"code": area.code, "name": area.name} if area else None for name, area in areas.items()},
        "area_as_published": venue.area_as_published or None,
        "latitude": venue.latitude,
        "longitude": venue.longitude,
        "has_step_free_way": venue.has_step_free_way,
        "has_wheelchair_toilet": venue.has_wheelchair_toilet,
    }
