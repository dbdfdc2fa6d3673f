from portal.places.models.areas import District, GazetteerEntry, Province, Regency, Village
from portal.places.models.calendar import Holiday
from portal.places.models.contacts import PublicContact
from portal.places.models.countries import Country
from portal.places.models.offices import Office, OfficeCoverage

__all__ = [
    "Country",
    "District",
    "GazetteerEntry",
    "Holiday",
    "Office",
    "OfficeCoverage",
    "Province",
    "PublicContact",
    "Regency",
    "Village",
]
