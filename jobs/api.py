"""The open interface of vacancies, companies and countries: the filters of the pages, the facts as they are kept.

Unlike a page, it refuses what it doesn't understand: a program that misspells a filter must not take all for an answer.
"""

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404
from django.utils.http import urlencode
from django.utils.translation import gettext_noop
from ninja import Field, Path, Query, Router, Schema

from jobs import api_facts, costs, listing, search, search_pages, standing
from jobs.api_shapes import CompanyPage, DestinationPage, FigurePage, Iso2, Problem, Vacancy, VacancyPage
from jobs.choices import Education, EmployerKind, FigureKind, OccupationGroup, Scheme, Sex, Shelf, Sort, WorkLanguage
from jobs.forms import LONGEST_QUERY, MOST_COUNTRIES, MOST_PAY, OLDEST, YOUNGEST
from jobs.models import Destination, PlacementCompany, PlacementRule, PublishedFigure, VacancySearch
from jobs.models import Vacancy as VacancyRow
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from portal.lib.public import site_address

COMPANIES_PER_PAGE = 50
FIGURES_PER_PAGE = 100
router = Router()
REFUSED = {422: Problem}
UNKNOWN = {404: Problem}


class Refused(Exception):
    """``refusals``: pairs of a parameter and the sentence that says what it may be (in the source language)."""

    def __init__(self, *refusals):
        self.refusals = refusals
        super().__init__(refusals)


NOT_KNOWN = gettext_noop("There is no parameter of this name.")
GONE = gettext_noop("The row that the page before ended with is gone. Start again without it.")


class VacancyFilter(Schema):
    q: str = Field("", max_length=LONGEST_QUERY, description=gettext_noop("Words of title, work, place or company."))
    negara: list[Iso2] = Field(
        [],
        max_length=MOST_COUNTRIES,
        description=gettext_noop("Countries by ISO 3166-1 code in capitals; any of them."),
    )
    kelompok: list[OccupationGroup] = Field([], description=gettext_noop("Kinds of work; any of them."))
    majikan: list[EmployerKind] = Field([], description=gettext_noop("Kinds of employer; any of them."))
    skema: list[Scheme] = Field([], description=gettext_noop("Schemes; any of them."))
    bahasa: list[WorkLanguage] = Field([], description=gettext_noop("Languages asked for; any of them."))
    pendidikan: Education | None = Field(
        None, description=gettext_noop("Your education: what asks for more is left out.")
    )
    kelamin: Sex | None = Field(None, description=gettext_noop("Your sex: what seeks only the other is left out."))
    usia: int | None = Field(
        None, ge=YOUNGEST, le=OLDEST, description=gettext_noop("Your age in whole years, 15 to 80.")
    )
    gratis: bool = Field(
        False,
        description=gettext_noop("1: only what is known to cost the candidate nothing. Unknown cost is left out."),
    )
    gaji: int = Field(
        0, ge=0, le=MOST_PAY, description=gettext_noop("Estimated pay from, in whole rupiah a month, digits only.")
    )
    segera: bool = Field(False, description=gettext_noop("1: only what closes within 10 days."))
    urut: Sort = Field(
        Sort.NEWEST, description=gettext_noop("Order: terbaru, segera or gaji. Checked ones stand first.")
    )
    rak: Shelf = Field(Shelf.OPEN, description=gettext_noop("Shelf: terbuka or arsip."))
    sesudah: str = Field(
        "", max_length=40, description=gettext_noop("Code that the page before ended with; see “next”.")
    )

    def as_wish(self):
        return search.Wish(
            words=self.q.strip(),
            countries=tuple(sorted(set(self.negara))),
            groups=_in_order(OccupationGroup, self.kelompok),
            kinds=_in_order(EmployerKind, self.majikan),
            schemes=_in_order(Scheme, self.skema),
            languages=_in_order(WorkLanguage, self.bahasa),
            education=self.pendidikan or "",
            sex=self.kelamin or "",
            age=self.usia,
            is_free=self.gratis,
            pay=self.gaji,
            is_closing_soon=self.segera,
            sort=self.urut,
        )


def _in_order(choices, wanted):
    return tuple(code for code in choices.values if code in wanted)


class CompanyFilter(Schema):
    q: str = Field("", max_length=LONGEST_QUERY, description=gettext_noop("Part of the company's name."))
    sesudah: str = Field(
        "", max_length=220, description=gettext_noop("Slug that the page before ended with; see “next”.")
    )


class FigureFilter(Schema):
    jenis: FigureKind | None = Field(None, description=gettext_noop("What is counted; left out: everything."))
    negara: Iso2 | None = Field(
        None, description=gettext_noop("Country of destination by its ISO 3166-1 code in capitals.")
    )
    provinsi: str | None = Field(
        None, pattern="^[0-9]{2}$", description=gettext_noop("Province of origin by its two digits (Kemendagri).")
    )
    sesudah: int | None = Field(
        None, ge=1, lt=2**63, description=gettext_noop("Key that the page before ended with; see “next”.")
    )


class NoFilter(Schema):
    pass


def refuse_unknown(request, known):
    unknown = sorted(set(request.GET) - set(known.model_fields))
    if unknown:
        raise Refused(*((name[:60], NOT_KNOWN) for name in unknown[:10]))


@router.get("/vacancies", response={200: VacancyPage, **REFUSED}, summary=gettext_noop("Vacancies, checked ones first"))
def vacancies(request, wanted: Query[VacancyFilter]):
    refuse_unknown(request, VacancyFilter)
    day, wish, after = today_in(WIB), wanted.as_wish(), None
    if wanted.sesudah:
        after = codes.parse(wanted.sesudah)
        if not VacancySearch.objects.filter(vacancy__number=after).exists():
            raise Refused(("sesudah", GONE))
    counted = search.counts(wish, wanted.rak, day)
    rows, next_number = search_pages.page(wish, wanted.rak, day, counted, after)
    prefetch_related_objects(rows, "checks__office", "occupation", "partner_agency")
    base = site_address(request)
    known = {"rates": search.latest_rates(day), "cost_rules": costs.rules_in_force(day), "base": base}
    following = f"{base}{request.path}?{listing.query(wish, wanted.rak, next_number)}" if next_number else None
    return {
        "items": [api_facts.vacancy(row, **known) for row in rows],
        "count": counted.all.exact if counted.is_exact else search.COUNT_LIMIT,
        "count_is_exact": counted.is_exact,
        "next": following,
    }


@router.get("/vacancies/{number}", response={200: Vacancy, **UNKNOWN, **REFUSED}, summary=gettext_noop("One vacancy"))
def one_vacancy(request, number: Path[str]):
    """An old code stays: what is no longer open stands on the shelf ``archive``."""
    refuse_unknown(request, NoFilter)
    day = today_in(WIB)
    found = VacancyRow.objects.reachable().with_standing(day).with_is_listed(day).with_page_details()
    row = found.filter(number=codes.parse(number)).first()
    if row is None:
        raise Http404
    known = {"rates": search.latest_rates(day), "cost_rules": costs.rules_in_force(day)}
    return api_facts.vacancy(row.for_the_public(), **known, base=site_address(request))


@router.get("/companies", response={200: CompanyPage, **REFUSED}, summary=gettext_noop("Placement companies by name"))
def companies(request, wanted: Query[CompanyFilter]):
    """What is said of each and by whom; complaints and news without a decision's number prove nothing."""
    refuse_unknown(request, CompanyFilter)
    found = PlacementCompany.objects.with_statements().matching(wanted.q.strip())
    if wanted.sesudah:
        after = PlacementCompany.objects.filter(slug=wanted.sesudah).first()
        if after is None:
            raise Refused(("sesudah", GONE))
        found = found.after(after)
    rows = list(found.order_by("name_key", "pk")[: COMPANIES_PER_PAGE + 1])
    shown, base, register_date = rows[:COMPANIES_PER_PAGE], site_address(request), standing.register_date()
    following = None
    if len(rows) > len(shown):
        words = {"q": wanted.q.strip()} if wanted.q.strip() else {}
        following = f"{base}{request.path}?{urlencode(words | {'sesudah': shown[-1].slug})}"
    return {
        "items": [api_facts.company(row, register_date=register_date, base=base) for row in shown],
        "next": following,
    }


@router.get(
    "/figures", response={200: FigurePage, **REFUSED}, summary=gettext_noop("Figures as sources published them")
)
def figures(request, wanted: Query[FigureFilter]):
    """Side by side, the newest period first, each with its source; never to be added up."""
    refuse_unknown(request, FigureFilter)
    asked = {"jenis": wanted.jenis, "negara": wanted.negara, "provinsi": wanted.provinsi}
    columns = {"kind": wanted.jenis, "country": wanted.negara, "province": wanted.provinsi}
    found = PublishedFigure.objects.filter(**{name: value for name, value in columns.items() if value})
    found = found.with_disagreement().newest_first()
    if wanted.sesudah:
        after = found.filter(pk=wanted.sesudah).first()
        if after is None:
            raise Refused(("sesudah", GONE))
        found = found.after(after)
    rows = list(found[: FIGURES_PER_PAGE + 1])
    shown, following = rows[:FIGURES_PER_PAGE], None
    if len(rows) > len(shown):
        kept = {name: value for name, value in asked.items() if value}
        following = f"{site_address(request)}{request.path}?{urlencode(kept | {'sesudah': shown[-1].pk})}"
    return {"items": [api_facts.figure(row) for row in shown], "next": following}


@router.get(
    "/destinations",
    response={200: DestinationPage, **REFUSED},
    summary=gettext_noop("Countries and the rules in force"),
)
def destinations(request):
    refuse_unknown(request, NoFilter)
    day, base = today_in(WIB), site_address(request)
    rules = PlacementRule.objects.in_force(day).select_related("occupation").order_by("pk")
    rows = (
        Destination.objects.select_related("country")
        .prefetch_related(Prefetch("rules", queryset=rules, to_attr="rules_in_force"))
        .order_by("country_id")
    )
    return {"items": [api_facts.destination(row, base=base) for row in rows], "next": None}
