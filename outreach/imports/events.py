"""Published events into SOURCED rows, each with its source.

Identity is (source, address, date as published, title without case and spaces). One event told by several outlets stays
several rows, for no machine can tell whether they tell of one. Of rows with one identity in a file the last counts; the others change
nothing and count as unchanged.
"""

import hashlib
import json
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from jobs.names import title_key
from outreach.choices import PartyRole
from outreach.imports import mapping
from outreach.imports.areas import AreaNames
from outreach.imports.parties import OfficeNames, kind_of
from outreach.imports.sittings import days_of, places_of
from outreach.imports.writing import write_events
from portal.accounts.acting import Acting
from portal.audit import services as audit
from portal.lib.dates import WIB, today_in
from portal.lib.importing import NotReady
from portal.places.models import Country

COLUMNS = (
    "title", "date_start", "date_end", "organiser", "co_organisers", "province", "regency", "place", "venues",
    "participants_total", "participants_note", "audience", "topics", "speakers_role", "materials", "consultation",
    "countries_discussed", "source_name", "source_url", "source_date",
)  # fmt: skip
IDENTITY = ("source_name", "source_url", "date_as_published", "title_key")
MOST_PEOPLE = 2_147_483_647
_LONGEST_NAME = 150
_YES_NO = {"": None, "yes": True, "no": False}


class Found(NamedTuple):
    """One row, finished. ``facts``: by the columns of the event; ``parties``: (role, kind, office, name);
    ``count``: (total, note), None where nothing is said of how many came."""

    identity: tuple
    facts: dict
    places: list
    days: list
    parties: list
    count: tuple | None

    @property
    def fingerprint(self):
        text = json.dumps(self[1:], default=str)
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class EventImporter:
    """``by``: the Acting whose import it is, else the command's."""

    name = "import_events"
    columns = COLUMNS

    def __init__(self, by=None):
        self.by = by or Acting.for_system(self.name)

    def prepare(self):
        """Read areas, offices and countries; raises NotReady without them."""
        self.today = today_in(WIB)
        self.areas = AreaNames()
        self.countries = set(Country.objects.current().values_list("iso2", flat=True))
        if not (self.areas.zones and self.countries):
            raise NotReady(_("There are no places yet. Please run manage.py sync_places first."))
        self.offices = OfficeNames(self.areas, self.today)

    def read(self, row):
        """A Found; notes on the row why it can't be taken."""
        published, first, last = self._dates(row)
        facts = self._texts(row) | {"starts_on": first, "ends_on": last, "date_as_published": published}
        places = self._places(row)
        parties = self._parties(row)
        total, note = row.whole("participants_total", MOST_PEOPLE), row.text("participants_note", 250)
        if row.problems:
            return None
        facts |= {
            "title_key": title_key(facts["title"]),
            "kind": mapping.kind_of(facts["title"]),
            "mode": mapping.mode_of(facts["title"], note, row.cells["venues"]),
            "audience": mapping.audience_of(facts["audience_as_published"]),
            "topics": mapping.topics_of(facts["topics_as_published"]),
            "areas": sorted({code for place in places if place for code in place.area_codes()}),
        }
        identity = tuple(facts[name] for name in IDENTITY)
        count = (total, note) if total is not None or note else None
        return Found(identity, facts, places, days_of(first, last, len(places)), parties, count)

    def _texts(self, row):
        countries = [code.upper() for code in mapping.parts(row.text("countries_discussed", 200))]
        if not self.countries.issuperset(countries):
            row.refuse("countries_discussed", _("Is no list of country codes that this portal knows, like MY;TW."))
        return {
            "title": row.text("title", 250, required=True),
            "audience_as_published": row.text("audience", 250),
            "topics_as_published": row.text("topics", 500),
            "speakers_as_published": row.text("speakers_role", 250),
            "materials_as_published": row.text("materials", 250),
            "has_consultation": row.choice("consultation", _YES_NO),
            "countries": list(dict.fromkeys(countries)),
            "source_name": row.text("source_name", 200, required=True),
            "source_url": row.address("source_url"),
            "source_date": str(row.published("source_date", self.today) or ""),
        }

    def _dates(self, row):
        """(as published, first day, last day); no day where the source gives no more than a month or a year."""
        first, last = row.partial_date("date_start"), row.partial_date("date_end")
        if last and not (first and first.precision == last.precision == "day"):
            row.refuse("date_end", _("Needs the first day too, and both as whole days."))
        elif last and last.first < first.first:
            row.refuse("date_end", _("Lies before date_start."))
        if not first or first.precision != "day":
            return str(first or ""), None, None
        return str(first), first.first, (last or first).last

    def _places(self, row):
        province = row.text("province", 80)
        lists = [self._names(row, column) for column in ("regency", "place", "venues")]
        places = [] if row.problems else places_of(self.areas, province, *lists)
        if any(place and len(place.area_as_published) > _LONGEST_NAME for place in places):
            row.refuse(
                "place",
                _("The areas that no official list knows are longer than %(most)s characters.")
                % {"most": _LONGEST_NAME},
            )
        return places

    def _names(self, row, column):
        names = mapping.parts(row.text(column, 2000))
        if any(len(name) > _LONGEST_NAME for name in names):
            row.refuse(column, _("One of the names is longer than %(most)s characters.") % {"most": _LONGEST_NAME})
        return names

    def _parties(self, row):
        """The organiser, then the others; an office or a name that is told twice counts where it comes first."""
        told = [(PartyRole.ORGANISER.value, row.text("organiser", _LONGEST_NAME))]
        told += [(PartyRole.CO_ORGANISER.value, name) for name in self._names(row, "co_organisers")]
        parties, known = [], {""}
        for role, name in told:
            office = self.offices.find(name) if name else None
            if (office or name) not in known:
                known.add(office or name)
                parties.append((role, "", office, "") if office else (role, kind_of(name), None, name))
        return parties

    def write(self, records):
        found = {record.identity: record for record in records}
        with connection.cursor() as cursor:
            created, updated = write_events(cursor, found)
        if created or updated:
            audit.record(self.by, "events.imported")
        return created, updated
