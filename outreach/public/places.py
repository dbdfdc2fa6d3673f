"""The places one may choose on the list of events: with how many events each has, as options and as tiles."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.http import urlencode
from django.utils.translation import ngettext

from portal.lib import money
from portal.places.models import Province, Regency

TILES = Path(__file__).resolve().parent.parent / "data" / "tiles.csv"
# Units of the drawing: a tile with the gap beside it, and the letters and the number in it.
_WIDE, _HIGH, _GAP = 56, 54, 4


@dataclass(frozen=True, slots=True)
class Place:
    """A province or a regency, with what the list of it is called in the address."""

    code: str
    name: str
    count: int
    told: str  # "2", grouped
    sentence: str  # "Kabupaten Belu: 2 kegiatan"
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Tile:
    place: Place
    letters: str
    x: int
    y: int


@dataclass(frozen=True)
class Choice:
    """``around``: the Province chosen, None for the whole country."""

    around: Province | None
    places: list[Place]
    tiles: list[Tile]  # [] where no map is drawn of these places
    width: int
    height: int
    chosen: str  # name of the regency chosen, else ""

    @property
    def with_events(self):
        return [place for place in self.places if place.count]

    @property
    def name(self):
        """Of what the list is narrowed to; "" for nothing."""
        return self.chosen or (self.around.short_name if self.around else "")


def choice(wish, counts):
    """``counts``: {area code: events to come there}."""
    around = Province.objects.current().filter(code=wish.province).first() if wish.province else None
    if around is None:
        rows, field = Province.objects.current(), "provinsi"
    else:
        rows, field = Regency.objects.current().filter(province=around), "kabupaten"
    places = [_place(row, field, counts.get(row.code, 0), wish) for row in rows.order_by("code")]
    chosen = next((place.name for place in places if place.is_chosen and field == "kabupaten"), "")
    tiles = _tiles(places)
    return Choice(
        around=around,
        places=places,
        tiles=tiles,
        width=max((tile.x for tile in tiles), default=0) + _WIDE - _GAP + 1,
        height=max((tile.y for tile in tiles), default=0) + _HIGH - _GAP + 1,
        chosen=chosen,
    )


def _place(row, field, count, wish):
    events = ngettext("%(count)s event", "%(count)s events", count) % {"count": money.number(count)}
    return Place(
        code=row.code,
        name=row.name,
        count=count,
        told=money.number(count),
        sentence=f"{row.name}: {events}",
        address="?" + urlencode({field: row.code}),
        is_chosen=row.code == wish.regency,
    )


def _tiles(places):
    """One for each place, or none at all: a map with a hole would hide somebody's home."""
    drawn = _layout()
    if not places or any(place.code not in drawn for place in places):
        return []
    return [Tile(place, letters, 1 + _WIDE * column, 1 + _HIGH * row)
            for place in places for column, row, letters in [drawn[place.code]]]  # fmt: skip


@cache
def _layout():
    with TILES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (int(row["column"]), int(row["row"]), row["letters"]) for row in csv.DictReader(file)}
