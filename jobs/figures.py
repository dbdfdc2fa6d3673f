"""Published figures as pages print them: side by side, each with its source, date and period; never added up."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.choices import FigureKind
from jobs.detail import of_source
from jobs.models import PublishedFigure
from portal.lib import money
from portal.lib.dates import parse_partial

OF_ONE_COUNTRY = 5  # of each kind; all of them stand on the page of figures
OF_ONE_PROVINCE = 6  # of each kind: with the sources that is one sheet of A4


@dataclass(frozen=True)
class Line:
    what: str
    language: str  # of ``what``, where it is a source's own words on an English page
    details: str  # what the source counts, in its own words
    period: str
    value: str
    unit: str  # "" where the value says it
    source: str
    address: str
    is_disputed: bool


def line(figure):
    """``figure`` comes from ``with_disagreement().newest_first()``."""
    known = figure.country or ("" if figure.regency_name else figure.province)
    published = figure.regency_name or figure.province_name or figure.country_name
    details = [figure.sector, figure.scheme, figure.period_note, figure.note]
    if figure.country_name and figure.province_name:
        details.insert(0, f"{figure.province_name} {figure.regency_name}".strip())
    amount = money.amount(figure.value, "IDR") if figure.kind == FigureKind.REMITTANCES else money.number(figure.value)
    return Line(
        what=str(known or published or _("Indonesia")),
        language="" if known or not published else of_source(published),
        details="; ".join(filter(None, [*details, str(figure.get_sex_display()) if figure.sex else ""])),
        period=_period(figure),
        value=amount,
        unit=_unit(figure),
        source=figure.cited,
        address=figure.source_url,
        is_disputed=figure.is_disputed,
    )


def _unit(figure):
    match figure.kind:
        case FigureKind.PLACEMENTS:
            return ngettext("person", "people", figure.value)
        case FigureKind.VACANCIES:
            return ngettext("place", "places", figure.value)
        case FigureKind.COMPANIES:
            return ngettext("company", "companies", figure.value)
    return ""


def _period(figure):
    first, last = (parse_partial(text) for text in (figure.period_from, figure.period_to))
    if not first or not last:
        return (last or first).short() if last or first else _("not stated")
    if figure.period_from == figure.period_to:
        return first.short()
    if (first.first, last.last) == (first.first.replace(month=1, day=1), first.first.replace(month=12, day=31)):
        return str(first.first.year)
    return _("%(first)s to %(last)s") % {"first": first.short(), "last": last.short()}


def of_country(country):
    """[(kind, lines)] as ``of_province``."""
    return _by_kind(PublishedFigure.objects.filter(country=country), OF_ONE_COUNTRY)


def of_province(province):
    """[(kind, lines)] of the newest figures of each kind; kinds without one left out."""
    return _by_kind(PublishedFigure.objects.filter(province=province), OF_ONE_PROVINCE)


def _by_kind(figures, count):
    newest = figures.with_disagreement().newest_first()
    found = [(kind.label, [line(figure) for figure in newest.filter(kind=kind)[:count]]) for kind in FigureKind]
    return [(kind, lines) for kind, lines in found if lines]
