"""From a visitor's wish to one page of vacancies, its counts and its facets, in a fixed number of queries."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import BooleanField, F, Func, Q

from jobs.choices import SearchShelf, Shelf, Sort
from jobs.models import ExchangeRate, FacetCount, Vacancy, VacancySearch
from jobs.search_words import text_query
from portal.lib.money import number

PAGE_SIZE = 20
# Beyond this nothing is counted exactly.
COUNT_LIMIT = 1000
# How far an order is followed in search of a page before all hits are found and sorted instead: as far as to read
# and sort two hits in a hundred would cost, at 100,000 open vacancies.
FOLLOWED = 1000
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
    def text(self):
        """The words as a SearchQuery, looked up once; None where they narrow nothing."""
        return text_query(self.words) if self.words else None

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


def rows_of(wish, shelf, day):
    """The search rows of the wish on the open shelves or in the archive, in no order."""
    rows = VacancySearch.objects
    rows = rows.filter(shelf=SearchShelf.ARCHIVE) if shelf == Shelf.ARCHIVE else rows.on_shelves(day)
    looked_for = ([wish.text] if wish.text is not None else []) + [AnyToken(tokens) for tokens in wish.tokens()]
    if len(wish.countries) == len(looked_for) == 1 and wish.text is None:
        looked_for, rows = [], rows.filter(country=wish.countries[0])  # it has an index of its own
    for one in looked_for:
        rows = rows.filter(document=one)
    if looked_for:
        rows = rows.filter(_ReadsVectors(F("shelf")))
    if wish.age is not None:
        rows = rows.filter(age_min__lte=wish.age, age_max__gte=wish.age)
    if wish.pay:
        rows = rows.filter(pay__gte=wish.pay)
    if wish.is_closing_soon:
        rows = rows.filter(closes_on__range=(day, day + SOON))
    return rows


# Sort keys as (column, is descending); the vacancy's own number decides between equals.
_KEYS = {
    Sort.NEWEST: ("published_on", True),
    Sort.CLOSING: ("closes_on", False),
    Sort.PAY: ("pay", True),
}


def page(wish, shelf, day, counted, after=None, load=None):
    """(at most PAGE_SIZE vacancies, the key of the next page or None): checked ones first.

    ``counted``: the Counts of the wish; ``after``: the vacancy number (text) that the page before ended with;
    ``load``: makes rows with ``number`` and ``is_listed`` of keys and day, else they are vacancies with card details.
    """
    found = keys(wish, shelf, day, counted, after)
    shown = (load or with_details)(found[:PAGE_SIZE], day)
    # Another act may have come between the row and this look: nothing closed is shown as open.
    listed = [vacancy for vacancy in shown if shelf == Shelf.ARCHIVE or vacancy.is_listed]
    return listed, shown[-1].number if shown and len(found) > PAGE_SIZE else None


def keys(wish, shelf, day, counted, after=None):
    """Keys of a page's vacancies in their order, and one more behind them if there is one.

    Each shelf is read in the order of its index, so that any depth costs the same. Of few hits that order is not
    worth following: they may all lie at its end. They are found by what is looked for and sorted.
    """
    start = VacancySearch.objects.filter(vacancy__number=after).first() if after else None
    if counted.is_exact and not _is_followed(wish):
        return _Reading(wish, shelf, day, behind=start).sorted() if counted.all else []
    shelves = [SearchShelf.ARCHIVE] if shelf == Shelf.ARCHIVE else [SearchShelf.CHECKED, SearchShelf.PUBLISHED]
    found = []
    for place in shelves:
        if start and place < start.shelf:
            continue
        behind = start if start and place == start.shelf else None
        reading = _Reading(wish, shelf, day, place, behind)
        found += reading.followed() if _is_followed(wish) else reading.followed_a_while() or reading.sorted()
        if len(found) > PAGE_SIZE:
            break
    return found[: PAGE_SIZE + 1]


def _is_followed(wish):
    """Whether an index has all hits of the wish side by side in their order: of all countries, or of one each."""
    return replace(wish, countries=()).is_plain()


class _Reading:
    """A shelf of a wish in its order, behind a search row. All ways of it give keys, one more than a page holds.

    ``place``: the SearchShelf; None: both open shelves one after the other, which only ``sorted`` can read.
    """

    def __init__(self, wish, shelf, day, place=None, behind=None):
        self.column, self.is_descending = _KEYS[wish.sort]
        self.wish, self.place, self.behind = wish, place, behind
        self.rows = rows_of(replace(wish, countries=()) if _is_followed(wish) else wish, shelf, day)

    def followed(self):
        """In the order of the index, of each country in its own, until the page is full."""
        parts = [self._page(self.rows.filter(country=iso2)) for iso2 in self.wish.countries] or [self._page(self.rows)]
        if len(parts) == 1:
            return list(parts[0].values_list("vacancy_id", flat=True))
        merged = parts[0].union(*parts[1:], all=True).order_by(self._key(F(self.column)), "-vacancy_id")
        return [key for key, _place in merged[: PAGE_SIZE + 1]]

    def followed_a_while(self):
        """The same, but of the next FOLLOWED rows only; None when they don't fill the page.

        Of a common word most pages are full long before. But the best paid may be of all kinds except the one looked
        for, and then the index would be read to its end.
        """
        columns = [field.attname for field in VacancySearch._meta.concrete_fields]
        nearest = VacancySearch.objects.all()
        if len(self.wish.countries) == 1:
            nearest = nearest.filter(country=self.wish.countries[0])
        nearest_sql, nearest_params = self._ordered(nearest).values(*columns)[:FOLLOWED].query.sql_with_params()
        sql, params = self._page(self.rows).values("vacancy_id").query.sql_with_params()
        table = VacancySearch._meta.db_table
        with connection.cursor() as cursor:
            # Under the name of the table, so that the query of the wish itself is asked of these rows alone.
            cursor.execute(f"WITH {table} AS ({nearest_sql}) {sql}", [*nearest_params, *params])
            found = [key for (key,) in cursor.fetchall()]
        return found if len(found) > PAGE_SIZE else None

    def sorted(self):
        """All hits, found by what is looked for and then sorted."""
        rows = self._behind(self.rows)
        if self.place:
            # As a token: the index of the words intersects it sooner than two indexes each other.
            rows = rows.filter(document=AnyToken([f"@shelf{self.place}"]))
        rows = rows.order_by(_unindexed("shelf").asc(), self._key(_unindexed(self.column)), "-vacancy_id")
        return list(rows.values_list("vacancy_id", flat=True)[: PAGE_SIZE + 1])

    def _page(self, rows):
        return self._ordered(rows).values_list("vacancy_id", self.column)[: PAGE_SIZE + 1]

    def _ordered(self, rows):
        rows = self._behind(rows.filter(shelf=self.place))
        return rows.order_by(self._key(F(self.column)), "-vacancy_id")

    def _key(self, expression):
        return expression.desc() if self.is_descending else expression.asc()

    def _behind(self, rows):
        if not self.behind:
            return rows
        limit, way = getattr(self.behind, self.column), "lt" if self.is_descending else "gt"
        # Two conditions instead of one "or": the first lets the index start in the right place.
        here = Q(**{f"{self.column}__{way}e": limit}) & (
            Q(**{f"{self.column}__{way}": limit}) | Q(vacancy_id__lt=self.behind.vacancy_id)
        )
        return rows.filter(here if self.place else Q(shelf__gt=self.behind.shelf) | Q(here, shelf=self.behind.shelf))


def _unindexed(column):
    """The column as a sum, so that no index has its order and lures the planner into following that."""
    return Func(F(column), template="(%(expressions)s + 0)")


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
        return KeptCounts(dict(FacetCount.objects.filter(count__gt=0).values_list("token", "count")))
    sql, params = rows_of(wish, shelf, day).order_by().values("tokens")[: COUNT_LIMIT + 1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            # Rows with the same tokens are taken together first: a tenth of the tokens is then left to count.
            f"""SELECT token, sum(alike.count)::integer FROM (SELECT tokens, count(*) FROM ({sql}) AS hit GROUP BY tokens)
                AS alike, unnest(alike.tokens) AS token GROUP BY token""",  # noqa: S608
            params,
        )
        return Counts(dict(cursor.fetchall()))


class KeptCounts(Counts):
    @property
    def is_exact(self):
        return True


def latest_rates(day):
    """{currency: newest ExchangeRate up to ``day``}; empty when no rate is on record."""
    newest = ExchangeRate.objects.filter(on__lte=day).order_by("currency", "-on").distinct("currency")
    return {rate.currency: rate for rate in newest}
