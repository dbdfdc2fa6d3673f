"""Where and when an event of a source was held, as sessions: nothing that the source leaves open is filled in.

Several venues are several sessions; without venues several places, without places several regencies. A list as long
as the sessions goes with them one by one, a single entry with all of them. Where the lists don't fit together, a
regency belongs to the session whose venue bears its name, and the last one over to the last one over; what remains
open stays as published.
"""

from datetime import timedelta
from typing import NamedTuple

from outreach.imports.mapping import venue_kind_of
from portal.places.names import words_of

# A longer event is a series of which a source names the first and the last day only.
MOST_DAYS = 7


class Place(NamedTuple):
    """One venue; ``name`` is "" where the source names no more than the area."""

    name: str
    kind: str
    province: str | None
    regency: str | None
    district: str | None
    village: str | None
    area_as_published: str

    def area_codes(self):
        return [code for code in self[2:6] if code]


def places_of(areas, province, regencies, places, venues):
    """The Place of each session, [None] where the source says nothing of where. Lists of names as published."""
    if not (province or regencies or places or venues):
        return [None]
    province = (province, areas.province(province))
    regencies = [(name, areas.regency(name, province[1])) for name in regencies]
    count = len(venues) or max(len(places), len(regencies), 1)
    names = venues or [""] * count
    whose = _each(regencies, count, ("", None)) or _by_name(regencies, names)
    where = _each(places, count, "")
    return [
        _place(areas, name, province, regency, where[at] if where else "; ".join(places), is_its_own=bool(where))
        for at, (name, regency) in enumerate(zip(names, whose, strict=True))
    ]


def days_of(first, last, places):
    """The days on which there is a session at one of ``places`` venues: [None] where that isn't told.

    ``first``, ``last``: dates or None.
    """
    if not first or (first != last and places > 1) or (last - first).days >= MOST_DAYS:
        return [None]
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _each(entries, count, nothing):
    """One entry for each of ``count`` sessions; None where the source leaves open which goes with which."""
    if len(entries) == count:
        return entries
    return (entries or [nothing]) * count if len(entries) <= 1 else None


def _by_name(regencies, venues):
    """The regency of each venue: the one that its name bears, and for the last one left the last one left."""
    together = ("; ".join(name for name, _code in regencies), None)
    whose = [_named_in(venue, regencies) for venue in venues]
    left = [regency for regency in regencies if regency not in whose]
    if len(left) == 1 and whose.count(None) == 1:
        whose[whose.index(None)] = left[0]
    return [regency or together for regency in whose]


def _named_in(venue, regencies):
    words = words_of(venue)
    found = [
        regency
        for regency in regencies
        if (own := words_of(regency[0])[1:]) and any(words[at : at + len(own)] == own for at in range(len(words)))
    ]
    return found[0] if len(found) == 1 else None


def _place(areas, name, province, regency, place, *, is_its_own):
    """``province``, ``regency``: (name, code or None). ``is_its_own``: ``place`` is of this session, not of several."""
    code = regency[1]
    district, village = areas.place(place, code) if is_its_own else (None, None)
    if name and not village and (district or not place):
        at_venue = areas.venue(name, code, district)
        district, village = at_venue if at_venue[0] else (district, village)
    open_names = [text for text, known in ((place, district), regency, province) if text and not known]
    found = (province[1] or (code and code[:2]), code, district, village)
    return Place(name, venue_kind_of(name), *found, ", ".join(open_names))
