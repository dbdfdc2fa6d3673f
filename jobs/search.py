"""From a visitor's wish to one page of vacancies, its counts and its facets, in a fixed number of queries."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q

from jobs.choices import Education
from jobs.forms import Shelf
from jobs.models import ExchangeRate, Vacancy
from jobs.workflow import State
from portal.lib.money import number

PAGE_SIZE = 20
# Beyond this nothing is counted exactly.
COUNT_LIMIT = 1000
FACET_COUNTRIES = 8
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Wish:
    """What is looked for. ``countries``: ISO codes; ``education``: the visitor's own level or ""."""

    words: str = ""
    countries: tuple[str, ...] = ()
    education: str = ""


@dataclass(frozen=True)
class CappedCount:
    exact: int  # above COUNT_LIMIT it only says "more"

    def __str__(self):
        return f"{number(COUNT_LIMIT)}+" if self.exact > COUNT_LIMIT else number(self.exact)

    def __bool__(self):
        return bool(self.exact)

    def __add__(self, other):
        return CappedCount(self.exact + other.exact)


def capped_count(queryset):
    return CappedCount(queryset.order_by().values("pk")[: COUNT_LIMIT + 1].count())


def matching(vacancies, wish, *, any_country=False):
    """``vacancies`` narrowed to the wish; ``any_country`` leaves the countries out, for their facet."""
    if words := _WORDS.findall(wish.words):
        vacancies = vacancies.filter(search=SearchQuery(" ".join(words), config="indonesian", search_type="plain"))
    if wish.countries and not any_country:
        vacancies = vacancies.filter(destination__country__in=wish.countries)
    if wish.education:
        levels = list(Education.values)
        reached = levels[: levels.index(wish.education) + 1]
        vacancies = vacancies.filter(Q(education_min__in=reached) | Q(education_min=""))
    return vacancies


def open_page(vacancies, day, after=None):
    """(at most PAGE_SIZE current vacancies, whether more follow): checked ones first, then newest first.

    ``after``: the last vacancy of the page before, or None. Each shelf is read in the order of its index, so that
    any depth costs the same; one query over both would have to sort them all.
    """
    found = []
    for state in (State.OPEN, State.REPORTED):
        if after and after.state == State.REPORTED and state == State.OPEN:
            continue
        start = after if after and after.state == state else None
        found += _newest(vacancies.filter(state=state), start)
    return _with_details(found[:PAGE_SIZE], day), len(found) > PAGE_SIZE


def archive_page(vacancies, day, after=None):
    """The same for the archive, which has one order: newest first."""
    found = _newest(vacancies, after)
    return _with_details(found[:PAGE_SIZE], day), len(found) > PAGE_SIZE


def _newest(vacancies, after):
    """Keys of the next vacancies behind ``after``, one more than a page holds."""
    if after:
        # Two conditions instead of one "or": the first lets the index on (sort_day, id) start in the right place.
        vacancies = vacancies.filter(
            Q(sort_day__lte=after.sort_day), Q(sort_day__lt=after.sort_day) | Q(pk__lt=after.pk)
        )
    return list(vacancies.order_by("-sort_day", "-pk").values_list("pk", flat=True)[: PAGE_SIZE + 1])


def _with_details(keys, day):
    """The vacancies of these keys in this order. A query of their own: joining first and sorting then costs tenfold."""
    rows = Vacancy.objects.with_standing(day).with_card_details().in_bulk(keys)
    return [rows[key] for key in keys]


def country_facet(vacancies, chosen):
    """[(Destination id, iso2, count)] of the countries with most vacancies; the chosen ones always among them."""
    counted = (
        vacancies.exclude(destination=None)
        .order_by()
        .values_list("destination__country", "destination__country__name", "destination__country__name_en")
        .annotate(found=Count("pk"))
        .order_by("-found", "destination__country__name")
    )
    rows = list(counted)
    top = rows[:FACET_COUNTRIES]
    return top + [row for row in rows[FACET_COUNTRIES:] if row[0] in chosen]


def shelf_queryset(shelf, day):
    vacancies = Vacancy.objects.all()
    return vacancies.archived(day) if shelf == Shelf.ARCHIVE else vacancies.current(day)


def latest_rates(day):
    """{currency: newest ExchangeRate up to ``day``}; empty when no rate is on record."""
    newest = ExchangeRate.objects.filter(on__lte=day).order_by("currency", "-on").distinct("currency")
    return {rate.currency: rate for rate in newest}
