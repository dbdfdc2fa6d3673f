"""Places where events are held: one row each, though many events use it."""

from outreach.models import Venue
from portal.places.models import District, GazetteerEntry, Regency, Village

_AREAS = ("province", "regency", "district", "village")


def venue_for(present, facts):
    """The Venue with this name in this area, made when it is new.

    ``present``: the one a session has now, or None. ``facts``: ``name``, ``place`` (a GazetteerEntry or None) and columns of
    Venue. Of a venue that other events know, what is left empty here stays; of the present one it is emptied.
    """
    facts = dict(facts)
    place, name = facts.pop("place"), facts.pop("name")
    areas = areas_of(place)
    name = name or _named_by(place)
    venue = Venue.objects.filter(name__iexact=name, **areas).order_by("pk").first() or Venue(name=name, **areas)
    is_own = present is not None and present.pk == venue.pk
    changed = [
        column
        for column, value in facts.items()
        if getattr(venue, column) != value and (is_own or value not in ("", None))
    ]
    for column in changed:
        setattr(venue, column, facts[column])
    if changed or venue.pk is None:
        venue.save()
    return venue


def areas_of(place):
    """{province_id, regency_id, district_id, village_id} of a GazetteerEntry; all None without one."""
    found = dict.fromkeys(f"{name}_id" for name in _AREAS)
    if place is None:
        return found
    found |= {"regency_id": place.regency_id, "province_id": place.regency.province_id}
    if place.level == GazetteerEntry.Level.DISTRICT:
        found["district_id"] = place.code
    if place.level == GazetteerEntry.Level.VILLAGE:
        found |= {"village_id": place.code, "district_id": place.code.rpartition(".")[0]}
    return found


def _named_by(place):
    """An area without a house: the village, the district or the regency itself."""
    models = {GazetteerEntry.Level.REGENCY: Regency, GazetteerEntry.Level.DISTRICT: District}
    return str(models.get(place.level, Village).objects.get(pk=place.code)) if place else ""


def place_of(venue):
    """The GazetteerEntry of a Venue, None where no area of the list is known."""
    code = venue and (venue.village_id or venue.district_id or venue.regency_id)
    return GazetteerEntry.objects.select_related("regency__province").filter(code=code).first() if code else None
