"""Finished events of an import into their tables: by COPY, each table once.

An event whose row says what it said last time is not touched, so that what an officer noted stays (``same_as``).
"""

from outreach.copying import cell, copy_new
from outreach.models import Event, HeadCount, Party, Session, Venue
from outreach.workflow import State
from portal.lib import codes
from portal.lib.importing import copy_rows, fresh_codes, keys_for
from portal.places.models import Province

# What a source says of an event.
FACTS = (
    "title", "title_key", "kind", "mode", "audience", "topics", "countries", "has_consultation", "audience_as_published",
    "topics_as_published", "speakers_as_published", "materials_as_published", "date_as_published", "starts_on", "ends_on",
    "areas", "source_name", "source_url", "source_date", "source_fingerprint",
)  # fmt: skip
_IDENTITY = ("source_name", "source_url", "date_as_published", "title_key")
_OF_A_VENUE = ("name", "province_id", "regency_id", "district_id", "village_id", "area_as_published")
# SQL below is put together from the names above and from nothing else.
# ruff: noqa: S608


def write_events(cursor, found):
    """Write Found by identity; returns how many events are new and how many changed."""
    known = {}
    rows = Event.objects.filter(state=State.SOURCED, source_name__in={identity[0] for identity in found})
    for *identity, key, fingerprint in rows.values_list(*_IDENTITY, "pk", "source_fingerprint").iterator():
        known[tuple(identity)] = key, fingerprint
    new, changed = [], []
    for identity, event in found.items():
        fingerprint = event.fingerprint
        key, before = known.get(identity, (None, None))
        if key is None:
            new.append((event, fingerprint))
        elif before != fingerprint:
            changed.append((key, event, fingerprint))
    keys = keys_for(cursor, Event, len(new))
    _create(cursor, keys, new)
    _update(cursor, changed)
    _write_parts(cursor, [*zip(keys, (event for event, _print in new), strict=True), *((k, e) for k, e, _p in changed)])
    if new:
        # The next import compares with these rows, maybe before the database has noticed them by itself.
        cursor.execute("ANALYZE outreach_event, outreach_session, outreach_venue, outreach_party")
    return len(new), len(changed)


def _create(cursor, keys, new):
    numbers = fresh_codes(cursor, codes.EVENT, Event._meta.db_table, len(new))
    cursor.execute("SELECT now()")
    now = cursor.fetchone()[0]
    fixed = {"state": State.SOURCED.value, "state_since": now, "created_at": now, "updated_at": now}
    copy_new(
        cursor,
        Event,
        (
            fixed | event.facts | {"id": key, "number": number, "source_fingerprint": fingerprint}
            for key, number, (event, fingerprint) in zip(keys, numbers, new, strict=True)
        ),
    )


def _update(cursor, changed):
    """Bring what the source says up to date, and take away the parts, which are written anew."""
    if not changed:
        return
    keys = [key for key, *_rest in changed]
    names = ", ".join(FACTS)
    cursor.execute("DROP TABLE IF EXISTS event_stage")
    cursor.execute(
        f"CREATE TEMPORARY TABLE event_stage ON COMMIT DROP AS SELECT id, {names} FROM outreach_event WITH NO DATA"
    )
    rows = ({"id": key, "source_fingerprint": told} | event.facts for key, event, told in changed)
    copy_rows(
        cursor, "event_stage", ("id", *FACTS), (tuple(cell(row[name]) for name in ("id", *FACTS)) for row in rows)
    )
    cursor.execute(
        f"""UPDATE outreach_event v SET ({names}, version, updated_at)
                = ({", ".join(f"s.{name}" for name in FACTS)}, v.version + 1, now())
            FROM event_stage s WHERE s.id = v.id"""
    )
    for table in ("outreach_headcount", "outreach_session", "outreach_party"):
        cursor.execute(f"DELETE FROM {table} WHERE event_id = ANY(%s)", [keys])


def _write_parts(cursor, events):
    """Sessions with their venues, parties and counts of (key, Found)."""
    venues = _venues(cursor, {place for _key, event in events for place in event.places if place})
    zones = dict(Province.objects.values_list("code", "time_zone"))
    copy_new(
        cursor,
        Session,
        (
            {
                "event_id": key,
                "venue_id": place and venues[_own(place)],
                "held_on": day,
                "time_zone": zones.get(place.province, "") if place else "",
            }
            for key, event in events
            for place in event.places
            for day in event.days
        ),
    )
    copy_new(
        cursor,
        Party,
        (
            {"event_id": key, "role": role, "kind": kind, "office_id": office, "name": name}
            for key, event in events
            for role, kind, office, name in event.parties
        ),
    )
    copy_new(
        cursor,
        HeadCount,
        ({"event_id": key, "total": event.count[0], "note": event.count[1]} for key, event in events if event.count),
    )


def _own(place):
    """What makes a venue the same one: its name and its area."""
    return (place.name, *place[2:])


def _venues(cursor, places):
    """{name and area: key} of these places; who planned there before has made some of them."""
    wanted = {_own(place): place for place in places}
    there = Venue.objects.filter(name__in={place.name for place in places}).order_by("-pk")
    keys = {tuple(own): key for *own, key in there.values_list(*_OF_A_VENUE, "pk") if tuple(own) in wanted}
    missing = [own for own in wanted if own not in keys]
    fresh = dict(zip(missing, keys_for(cursor, Venue, len(missing)), strict=True))
    copy_new(
        cursor,
        Venue,
        (
            dict(zip(_OF_A_VENUE, own, strict=True)) | {"id": key, "kind": wanted[own].kind}
            for own, key in fresh.items()
        ),
    )
    return keys | fresh
