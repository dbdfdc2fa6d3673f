"""Rows that count from one day to another, in columns ``valid_from`` and ``valid_to``."""

from django.db.models import BigIntegerField, Field, Func, Q, Value
from django.db.models.functions import Cast, Coalesce


def in_force(day):
    """Condition: the row counts on ``day`` (a date). Both limits belong to it, None is open."""
    return Q(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class ExactNumber(Func):
    """A range of this one number: core PostgreSQL can exclude overlapping ranges by GiST, but not equal numbers."""

    function = "int8range"
    output_field = Field()

    def __init__(self, expression):
        super().__init__(expression, expression, Value("[]"))


def exact_code(column):
    """The same for a column of digits; NULL counts as 0, so that two rules for "any" exclude each other."""
    return ExactNumber(Cast(Coalesce(column, Value("0")), BigIntegerField()))


def exact_word(column):
    """The same for a column of a few fixed words, told apart by their hash."""
    return ExactNumber(Func(column, function="hashtext", output_field=BigIntegerField()))
