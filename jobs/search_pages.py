"""One page of a wish in its order, read by key so that any depth costs the same."""

from dataclasses import replace

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import F, Func, Q
from django.db.models.expressions import RawSQL

from jobs.choices import SearchShelf, Shelf, Sort
from jobs.models import VacancySearch
from jobs.search import AnyToken, Wish, rows_of, with_details
from portal.lib import prepared

PAGE_SIZE = 20
# How far an order is followed in search of a page before its steps are walked, where no words are looked for.
FOLLOWED = 1000
# Sort keys as (column, is descending, letter of its steps, where its next step begins); the vacancy's own number
# decides between equals. Steps: jobs.models.search_sql.
_KEYS = {
    Sort.NEWEST: ("published_on", True, "n", "jobs_step(place.at)"),
    Sort.CLOSING: ("closes_on", False, "d", "jobs_step(place.at) + 7"),
    Sort.PAY: ("pay", True, "p", "jobs_step(place.at)"),
}
# Step by step until the page is full. A nested loop, the only way to join this, keeps the steps in their order.
# MATERIALIZED: each token is made once, not again for each row it is compared with.
_WALK = """
WITH RECURSIVE place (at) AS ({first} UNION ALL SELECT ({following}) FROM place WHERE place.at IS NOT NULL),
step (token) AS MATERIALIZED
    (SELECT quote_literal(%s || jobs_step(at))::tsquery FROM place WHERE at IS NOT NULL)
SELECT hit.vacancy_id FROM step, LATERAL ({hits}) AS hit LIMIT %s"""


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

    Few hits are found by what is looked for and sorted. Else each shelf is read in the order of its index, if that has
    all hits side by side; or a while, as most vacancies bear the usual facets; or step by step, so that neither a rare
    word nor a frequent one at the far end of an order makes it read past everything.
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
        if _is_followed(wish):
            found += reading.followed()
        else:
            found += (None if wish.texts else reading.followed_a_while()) or reading.walked()
        if len(found) > PAGE_SIZE:
            break
    return found[: PAGE_SIZE + 1]


def _is_followed(wish):
    """Whether an index has all hits of the wish side by side in their order: of all countries, or of one each."""
    return replace(wish, countries=()).is_plain()


class _StepToken(SearchQuery):
    """The token of the step that _WALK has come to."""

    def __init__(self):
        super().__init__("")

    def as_sql(self, compiler, connection, function=None, template=None):
        return "step.token", []


class _Reading:
    """A shelf of a wish in its order, behind a search row. All ways of it give keys, one more than a page holds.

    ``place``: the SearchShelf; None: both open shelves one after the other, which only ``sorted`` can read.
    """

    def __init__(self, wish, shelf, day, place=None, behind=None):
        self.column, self.is_descending, self.letter, self.next_step = _KEYS[wish.sort]
        self.wish, self.place, self.behind = wish, place, behind
        self.sought = replace(wish, countries=()) if _is_followed(wish) else wish, shelf, day

    def followed(self):
        """In the order of the index, of each country in its own, until the page is full."""
        if self.wish.is_plain() and not self.behind:
            _wish, shelf, day = self.sought
            return [key for key, _at in prepared.rows(_first_rows, self.wish.sort, shelf, day, self.place)]
        rows = rows_of(*self.sought)
        parts = [self._page(rows.filter(country=iso2)) for iso2 in self.wish.countries] or [self._page(rows)]
        if len(parts) == 1:
            return list(parts[0].values_list("vacancy_id", flat=True))
        merged = parts[0].union(*parts[1:], all=True).order_by(self._key(F(self.column)), "-vacancy_id")
        return [key for key, _place in merged[: PAGE_SIZE + 1]]

    def followed_a_while(self):
        """The same, but of the next FOLLOWED rows only; None when they don't fill the page."""
        columns = [field.attname for field in VacancySearch._meta.concrete_fields]
        nearest = VacancySearch.objects.all()
        if len(self.wish.countries) == 1:
            nearest = nearest.filter(country=self.wish.countries[0])
        nearest_sql, nearest_params = self._ordered(nearest).values(*columns)[:FOLLOWED].query.sql_with_params()
        sql, params = self._page(rows_of(*self.sought)).values("vacancy_id").query.sql_with_params()
        table = VacancySearch._meta.db_table
        # Under the name of the table, so that the query of the wish itself is asked of these rows alone.
        found = _keys_of(f"WITH {table} AS ({nearest_sql}) {sql}", [*nearest_params, *params])
        return found if len(found) > PAGE_SIZE else None

    def walked(self):
        """Step by step: of each, the hits are found by its token together with what is looked for, and then sorted."""
        rows = VacancySearch.objects.filter(shelf=self.place)
        beyond = RawSQL(self.next_step, [])  # noqa: S611
        following = rows.filter(**{f"{self.column}__{'lt' if self.is_descending else 'gte'}": beyond})
        by_key = self._key(F(self.column))
        first_sql, first_params = self._behind(rows).order_by(by_key).values(self.column)[:1].query.sql_with_params()
        next_sql, next_params = following.order_by(by_key).values(self.column)[:1].query.sql_with_params()
        hits_sql, hits_params = self._sorted([_StepToken()]).query.sql_with_params()
        return _keys_of(
            _WALK.format(first=f"({first_sql})", following=next_sql, hits=hits_sql),
            [*first_params, *next_params, f"@{self.place}{self.letter}", *hits_params, PAGE_SIZE + 1],
        )

    def sorted(self):
        """All hits, found by what is looked for and then sorted."""
        return list(self._sorted([AnyToken([f"@shelf{self.place}"])] if self.place else []))

    def _sorted(self, also):
        rows = self._behind(rows_of(*self.sought, also=also))
        rows = rows.order_by(_unindexed("shelf").asc(), self._key(_unindexed(self.column)), "-vacancy_id")
        return rows.values_list("vacancy_id", flat=True)[: PAGE_SIZE + 1]

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


def _first_rows(sort, shelf, day, place):
    """The beginning of a whole shelf in an order: what is asked for most."""
    reading = _Reading(Wish(sort=sort), shelf, day, place)
    return reading._page(rows_of(*reading.sought))


def _keys_of(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [key for (key,) in cursor.fetchall()]


def _unindexed(column):
    """The column as a sum, so that no index has its order and lures the planner into following that."""
    return Func(F(column), template="(%(expressions)s + 0)")
