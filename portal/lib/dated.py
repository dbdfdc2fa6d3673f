"""Rows that count from one day to another, in columns ``valid_from`` and ``valid_to``."""

from django.db.models import Q


def in_force(day):
    """Condition: the row counts on ``day`` (a date). Both limits belong to it, None is open."""
    return Q(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))
