"""A visitor's wish: the search rows it is looked for in, their counts and facets. Its pages: ``search_pages``."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property, reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import BooleanField, F, Func, Q

from jobs.choices import SearchShelf, Shelf, Sort
from jobs.models import ExchangeRate, FacetCount, Vacancy, VacancySearch
from jobs.search_words import text_queries
from portal.lib import prepared
from portal.lib.money import number

# Beyond this nothing is counted exactly.
COUNT_LIMIT = 1000
SOON = timedelta(days=10)  # a vacancy that closes within it closes soon
# What each facet looks for: the prefix of its tokens in the search row.
TOKENS = {
    "countries": "@c", "kinds": "@k", "groups": "@g", "schemes": "@s", "languages": "@l", "education": "@e", "sex": "@",
}  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What is looked for. ``countries``: ISO codes; ``education``, ``sex``, ``age``: the visitor's own, "" or None."""

    words: str = ""
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    education: str = ""
    sex: str = ""  # "male" or "female"
    age: int | None = None  # years
    is_free: bool = False  # only what is known to cost the candidate nothing
    pay: int = 0  # rupiah a month, at least
    is_closing_soon: bool = False
    sort: str = Sort.NEWEST

    def tokens(self):
        """For each facet in use the tokens of which one must be there."""
        chosen = {name: getattr(self, name) for name in TOKENS}
        several = {
            name: value if isinstance(value, tuple) else (value,) * bool(value) for name, value in chosen.items()
        }
        found = [
            [f"{TOKENS[name]}{_spelled(name, code)}" for code in codes] for name, codes in several.items() if codes
        ]
        return found + ([["@free"]] if self.is_free else [])

    @cached_property
    def texts(self):
        """The words as SearchQueries of which one must fit, looked up once; [] where they narrow nothing."""
        return text_queries(self.words) if self.words else []

    def is_plain(self):
        """Whether nothing narrows it: then the kept counts answer."""
        return replace(self, sort=Sort.NEWEST) == Wish()


def _spelled(name, code):
    return code.lower() if name == "schemes" else code


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


def capped_count_of(wish, shelf, day):
    """The CappedCount of a wish on a shelf, where nothing else of it is asked."""
    if wish.is_plain():
        return CappedCount(prepared.count(_counted_on, shelf, day))
    return capped_count(rows_of(wish, shelf, day))


def _counted_on(shelf, day):
    return rows_of(Wish(), shelf, day).order_by().values_list("pk")[: COUNT_LIMIT + 1]


class AnyToken(SearchQuery):
    """Rows that bear any of these tokens. Taken as they are: a text configuration would strip their sign."""

    def __init__(self, tokens):
        # Quoted, as the text of a tsquery wants it; tokens are made of our own codes and letters alone.
        super().__init__(" | ".join(f"'{token}'" for token in tokens))

    def as_sql(self, compiler, connection, function=None, template=None):
        return Func.as_sql(self, compiler, connection, template="(%(expressions)s)::tsquery")


class _ReadsVectors(Func):
    """Tells the planner that a look at this row is dear: to it, reading a vector word by word costs as good as nothing.

    Every shelf has a number above 0, so the dear function is counted and never called.
    """

    template = "(%(expressions)s > 0 OR jobs_reads_vectors(%(expressions)s))"
    output_field = BooleanField()


def rows_of(wish, shelf, day, *, also=()):
    """The search rows of the wish on the open shelves or in the archive, in no order.

    ``also``: queries of the document that must fit as well; together with the words the index skips what has not both.
    """
    rows = VacancySearch.objects
    rows = rows.filter(shelf=SearchShelf.ARCHIVE) if shelf == Shelf.ARCHIVE else rows.on_shelves(day)
    needed = [AnyToken(tokens) for tokens in wish.tokens()]
    if len(wish.countries) == len(needed) == 1 and not wish.texts:
        needed, rows = [], rows.filter(country=wish.countries[0])  # it has an index of its own
    needed += also
    if wish.texts or needed:
        alternatives = [reduce(and_, [text, *needed]) for text in wish.texts] or [reduce(and_, needed)]
        rows = rows.filter(reduce(or_, (Q(document=one) for one in alternatives)), _ReadsVectors(F("shelf")))
    if wish.age is not None:
        rows = rows.filter(age_min__lte=wish.age, age_max__gte=wish.age)
    if wish.pay:
        rows = rows.filter(pay__gte=wish.pay)
    if wish.is_closing_soon:
        rows = rows.filter(closes_on__range=(day, day + SOON))
    return rows


def with_details(keys, day):
    """The vacancies of these keys in this order, each with ``is_listed``. A query of their own, by primary key."""
    rows = Vacancy.objects.with_standing(day).with_is_listed(day).with_card_details().in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


@dataclass(frozen=True)
class Counts:
    """How many there are: by token, as far as counted (``CappedCount`` of ``@all``)."""

    by_token: dict

    @property
    def all(self):
        return CappedCount(self.by_token.get("@all", 0))

    @property
    def checked(self):
        return self._on(SearchShelf.CHECKED)

    @property
    def published(self):
        return self._on(SearchShelf.PUBLISHED)

    def _on(self, shelf):
        """None where only a part was counted: how many of it stand on a shelf says nothing."""
        return CappedCount(self.by_token.get(f"@shelf{shelf}", 0)) if self.is_exact else None

    @property
    def is_exact(self):
        """Whether all were counted: of a part nothing is told by facet."""
        return self.all.exact <= COUNT_LIMIT

    def in_country(self, iso2):
        """(checked, published) CappedCounts of one country."""
        places = (SearchShelf.CHECKED, SearchShelf.PUBLISHED)
        return tuple(CappedCount(self.by_token.get(f"@{place}{TOKENS['countries'][1]}{iso2}", 0)) for place in places)

    def of(self, name, code):
        return self.by_token.get(f"{TOKENS[name]}{_spelled(name, code)}", 0)


def counts(wish, shelf, day):
    """Counts of the wish in one query over at most COUNT_LIMIT + 1 rows; the plain list's are kept by triggers."""
    if shelf == Shelf.OPEN and wish.is_plain():
        return KeptCounts(dict(prepared.rows(_kept_counts)))
    sql, params = rows_of(wish, shelf, day).order_by().values("tokens")[: COUNT_LIMIT + 1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            # Rows with the same tokens are taken together first: a tenth of the tokens is then left to count.
            f"""SELECT token, sum(alike.count)::integer FROM (SELECT tokens, count(*) FROM ({sql}) AS hit GROUP BY tokens)
                AS alike, unnest(alike.tokens) AS token GROUP BY token""",  # noqa: S608
            params,
        )
        return Counts(dict(cursor.fetchall()))


def _kept_counts():
    return FacetCount.objects.filter(count__gt=0).values_list("token", "count")


class KeptCounts(Counts):
    @property
    def is_exact(self):
        return True


def latest_rates(day):
    """{currency: newest ExchangeRate up to ``day``}; empty when no rate is on record."""
    newest = ExchangeRate.objects.filter(on__lte=day).order_by("currency", "-on").distinct("currency")
    return {rate.currency: rate for rate in newest}
