"""From a visitor's wish to one page of vacancies, its counts and its facets, in a fixed number of queries."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Count, IntegerField, Q, Value, When

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
    exact: int  # never above COUNT_LIMIT + 1

    def __str__(self):
        return f"{number(COUNT_LIMIT)}+" if self.exact > COUNT_LIMIT else number(self.exact)

    def __bool__(self):
        return bool(self.exact)


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


def page(vacancies, after=None):
    """(at most PAGE_SIZE vacancies, whether more follow): checked ones first, then newest first.

    ``after``: the last vacancy of the page before, or None. Pages by key: any depth costs the same.
    """
    is_checked = Case(When(state=State.OPEN, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = vacancies.annotate(is_checked=is_checked)
    if after:
        rank = int(after.state == State.OPEN)
        rows = rows.filter(
            Q(is_checked__lt=rank)
            | Q(is_checked=rank, sort_day__lt=after.sort_day)
            | Q(is_checked=rank, sort_day=after.sort_day, pk__lt=after.pk)
        )
    found = list(rows.with_card_details().order_by("-is_checked", "-sort_day", "-pk")[: PAGE_SIZE + 1])
    return found[:PAGE_SIZE], len(found) > PAGE_SIZE


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
