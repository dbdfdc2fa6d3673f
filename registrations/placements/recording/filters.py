"""By what officers narrow the board: plain questions in the address, so a link is a kept view."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from jobs.choices import Scheme
from jobs.models import Destination, PlacementCompany
from portal.lib import codes
from portal.places.models import Regency
from registrations.permissions import REVIEWERS
from registrations.placements.recording.forms.board import BoardForm
from registrations.placements.stations import Column
from registrations.placements.workflow import State

MOST_COMPANIES = 20  # of a name that many share a part of
_OF_KIND = {codes.PLACEMENT: "number", codes.REGISTRATION: "registration__number"}
IN_ADDRESS = ("tahap", "stasiun", "telat", "diam", "skema", "negara", "kabupaten", "cari")


@dataclass(frozen=True)
class Wish:
    """What is asked for, as it stands in the address; "" or False where it isn't. ``day``: late are those before it."""

    day: object
    tahap: str = ""
    stasiun: str = ""
    telat: bool = False
    diam: bool = False
    skema: str = ""
    negara: str = ""
    kabupaten: str = ""
    cari: str = ""

    def narrowed(self, cases):
        """Those of ``cases`` that it asks for, in no order; state and station are left to the board."""
        if self.telat:
            cases = cases.filter(late_after__lt=self.day)
        if self.diam:
            cases = cases.filter(stands_still=True)
        if self.skema:
            cases = cases.filter(scheme=self.skema)
        if self.negara:
            cases = cases.filter(destination=Destination.objects.filter(country=self.negara).values("pk")[:1])
        if self.kabupaten:
            cases = cases.filter(regency=self.kabupaten)
        return self._of_order(cases) if self.cari else cases

    def _of_order(self, cases):
        if number := codes.parse(self.cari):
            return cases.filter(**{_OF_KIND.get(number[0], "vacancy__number"): number})
        companies = PlacementCompany.objects.filter(name__icontains=self.cari).order_by("pk")
        keys = list(companies.values_list("pk", flat=True)[:MOST_COMPANIES])
        return cases.filter(vacancy__placement_company__in=keys)

    def address(self, **changes):
        """The query string of what is asked for, with ``changes``."""
        asked = {name: getattr(self, name) for name in IN_ADDRESS} | changes
        return "?" + urlencode({name: "1" if value is True else value for name, value in asked.items() if value})

    @property
    def is_narrow(self):
        return any(getattr(self, name) for name in IN_ADDRESS if name not in {"tahap", "stasiun"})

    def words(self):
        """What is shown, for the head of a sheet: "Late, Taiwan"."""
        country = Destination.objects.filter(country=self.negara).select_related("country").first()
        regency = Regency.objects.filter(pk=self.kabupaten).first()
        named = (
            State(self.tahap).label if self.tahap else "",
            Column(self.stasiun).label if self.stasiun else "",
            _("late") if self.telat else "",
            _("standing still") if self.diam else "",
            Scheme(self.skema).label if self.skema else "",
            country,
            regency,
            self.cari,
        )
        return ", ".join(str(one) for one in named if one)


def wish_of(form, day):
    """A BoardForm as a Wish."""
    return Wish(day=day, **{name: form.wish(name) for name in IN_ADDRESS})


def wish_in(query, day):
    return wish_of(BoardForm(query), day)


def choices_for(by):
    """What the selects of the board offer: countries, and the regencies whose people an office places."""
    countries = ((one.country_id, str(one)) for one in Destination.objects.select_related("country"))
    regencies = []
    if by.role in REVIEWERS:
        regencies = Regency.objects.filter(province=by.membership.office.province_id).order_by("name")
    return {
        "columns": Column.choices,
        "schemes": Scheme.choices,
        "countries": sorted(countries, key=lambda pair: pair[1]),
        "regencies": [(one.pk, one.name) for one in regencies],
    }
