"""Questions that a page asks each time anew: put together by the ORM once, then only asked.

For a question of many columns and conditions the ORM takes longer to write the SQL than PostgreSQL to answer it.
"""

from functools import lru_cache

from django.db import connection


def rows(make, *known, **among):
    """Tuples of the queryset ``make(*known)``, which names its columns with ``values_list()``.

    ``known``: what the SQL is kept for, so of few values, like the day. ``among``: one column and the list of values
    that it may have.
    """
    sql, params = _statement(make, *known)
    for column, values in among.items():
        sql, params = f'SELECT * FROM ({sql}) AS among WHERE "{column}" = ANY(%s)', (*params, list(values))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def count(make, *known):
    """How many rows the queryset ``make(*known)`` has; of one with a limit no more than that are counted."""
    sql, params = _statement(make, *known)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) AS counted", params)  # noqa: S608
        return cursor.fetchone()[0]


@lru_cache(maxsize=64)
def _statement(make, *known):
    return make(*known).query.sql_with_params()
