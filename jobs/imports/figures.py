"""Published figures: placements, vacancies, remittances, companies. Which of them a file holds, its columns tell.

A row is known by its source and by what it counts; the same source's row again brings its value up to date.
"""

import hashlib
import re

from django.utils.translation import gettext as _

from jobs.choices import FigureKind, Sex
from jobs.models import PublishedFigure
from jobs.models.figure import SUBJECT
from portal.accounts.acting import Acting
from portal.audit import services as audit
from portal.lib.dates import WIB, parse_partial, today_in
from portal.lib.tabular import Table, Unusable
from portal.places.models import Country, Province

SOURCE = ("source_name", "source_url", "source_date")
_PLACED = ("year", "month", "period_note", "sex", "sector", "scheme", "count")
# Kind of figure and the columns by which its file is known.
FILES = (
    (FigureKind.VACANCIES, ("as_of_date", "country_name", "country_iso2", "sector", "vacancies", "scheme", "note")),
    (FigureKind.PLACEMENTS, ("country_name", "country_iso2", "province_scope", *_PLACED)),
    (FigureKind.PLACEMENTS, ("province", "regency", *_PLACED)),
    (FigureKind.REMITTANCES, ("province", "regency", "period_start", "period_end", "amount_idr", "note")),
    (FigureKind.COMPANIES, ("as_of_date", "province", "licensed_companies")),
)
_VALUES = ("vacancies", "count", "amount_idr", "licensed_companies")
_SEXES = {"": "", "F": Sex.FEMALE.value, "M": Sex.MALE.value}
_WHOLE_COUNTRY = {"nasional", "seluruh indonesia"}
_WITHIN = re.compile(r"(.*?)\s*\(([^()]*)\)\Z")
_WHOLE_YEAR = re.compile(r"sepanjang [0-9]{4}\Z", re.IGNORECASE)
MOST = 10**16
FIRST_YEAR, LAST_YEAR = 1970, 2100


def importer_for(path):
    """The FigureImporter for the file; raises Unusable when its columns are those of no kind of figure."""
    names = {name for _kind, columns in FILES for name in columns} | set(SOURCE)
    with Table(path, (), ignored=names) as table:
        header = set(table.header)
    for kind, columns in FILES:
        if header == {*columns, *SOURCE}:
            return FigureImporter(kind, (*columns, *SOURCE))
    raise Unusable(_("These columns belong to no file of figures that is known here. See jobs/data/README.md."))


class FigureImporter:
    name = "import_figures"

    def __init__(self, kind, columns):
        self.kind, self.columns = kind, columns
        self.value = next(name for name in _VALUES if name in columns)

    def prepare(self):
        self.today = today_in(WIB)
        self.countries = set(Country.objects.values_list("iso2", flat=True))
        provinces = Province.objects.current().values_list("code", "name", "short_name")
        self.provinces = {name.lower(): code for code, *names in provinces for name in names}

    def read(self, row):
        """An unsaved PublishedFigure; notes on the row why it can't be taken."""
        published_on = row.published("source_date", self.today)
        facts = self._place(row) | self._period(row)
        facts |= {
            "kind": self.kind.value,
            "sex": row.choice("sex", _SEXES) if "sex" in self.columns else "",
            "sector": row.text("sector", 80),
            "scheme": row.text("scheme", 40),
            "note": row.text("note", 250),
            "source_name": row.text("source_name", 200, required=True),
            "source_url": row.address("source_url"),
            "source_date": str(published_on or ""),
            "value": row.whole(self.value, MOST),
        }
        if facts["value"] is None and not row.cells.get(self.value, "").strip():
            row.refuse(self.value, _("Must not be empty."))
        last = parse_partial(facts["period_to"]) if facts["period_to"] else published_on
        return PublishedFigure(**facts, sort_day=last.last if last else "1900-01-01")

    def _place(self, row):
        iso2 = row.text("country_iso2", 2).upper()
        if iso2 and iso2 not in self.countries:
            row.refuse("country_iso2", _("Is no country code that is known here."))
        province, regency = row.text("province", 80), row.text("regency", 80)
        if "province_scope" in self.columns:
            scope = row.text("province_scope", 80)
            within = _WITHIN.match(scope)
            province, regency = within.groups() if within else (scope, "")
        if province.lower() in _WHOLE_COUNTRY:
            province = ""
        return {
            "country_id": iso2 or None,
            "country_name": row.text("country_name", 80),
            "province_id": self.provinces.get(province.lower()),
            "province_name": province,
            "regency_name": regency,
        }

    def _period(self, row):
        if "year" in self.columns:
            text = _month(row, row.whole("year", LAST_YEAR), row.whole("month", 12))
            note = row.text("period_note", 120)
            # "sepanjang 2024" says no more than the year itself.
            return {"period_from": text, "period_to": text, "period_note": "" if _WHOLE_YEAR.match(note) else note}
        if "as_of_date" in self.columns:
            text = str(row.partial_date("as_of_date") or "")
            return {"period_from": text, "period_to": text, "period_note": ""}
        first, last = row.partial_date("period_start"), row.partial_date("period_end")
        if first and last and last.last < first.first:
            row.refuse("period_end", _("Lies before the beginning."))
        return {"period_from": str(first or ""), "period_to": str(last or ""), "period_note": ""}

    def write(self, records):
        wanted = {_identity(figure): figure for figure in records}
        kept = {figure.identity: figure for figure in PublishedFigure.objects.filter(identity__in=wanted)}
        fresh = [figure for identity, figure in wanted.items() if identity not in kept]
        changed = []
        for identity, figure in kept.items():
            now = wanted[identity]
            facts = ("value", "note", "country_id", "province_id")
            if any(getattr(figure, name) != getattr(now, name) for name in facts):
                for name in facts:
                    setattr(figure, name, getattr(now, name))
                changed.append(figure)
        PublishedFigure.objects.bulk_create(fresh, batch_size=1000)
        PublishedFigure.objects.bulk_update(changed, ["value", "note", "country", "province"], batch_size=1000)
        if fresh or changed:
            audit.record(Acting.for_system(self.name), "figures.imported")
        return len(fresh), len(changed)


def _month(row, year, month):
    """``2024`` or ``2024-02``, "" without a year or where the two are none."""
    if year is not None and year < FIRST_YEAR:
        row.refuse("year", _("Is no year."))
    elif month == 0 or (month and not year):
        row.refuse("month", _("Is no month of that year."))
    elif year:
        return f"{year}-{month:02}" if month else str(year)
    return ""


def _identity(figure):
    """As the database computes it (PublishedFigure.identity)."""
    text = "".join(f"{getattr(figure, name)}\x1f" for name in (*SUBJECT, *SOURCE))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
