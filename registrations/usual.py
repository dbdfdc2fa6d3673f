"""When the steps before a departure usually come: ranges in days, from the packaged table, never a promise.

Our own estimates from what placements are reported to take (two to six months through a company, up to two years between
governments); nobody has compared them, and whoever prints them says "usually".
"""

import csv
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from jobs.choices import DueStep

_FILE = Path(__file__).parent / "data" / "usual_days.csv"


@dataclass(frozen=True)
class Span:
    """The first and the last day on which a step usually comes."""

    first: object
    last: object


@cache
def _days():
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["scheme"], DueStep(row["step"])): (int(row["days_least"]), int(row["days_most"])) for row in rows}


def days_of(step, scheme):
    """(least, most) days before departure on which ``step`` usually comes; None for steps that don't hang on it."""
    return _days().get((scheme, step)) or _days().get(("", step))


def span_of(step, scheme, departure):
    """Span of ``step`` (a DueStep) before ``departure``; None for steps that don't hang on it, or without a departure."""
    days = days_of(step, scheme)
    if departure is None or days is None:
        return None
    least, most = days
    return Span(first=departure - timedelta(days=most), last=departure - timedelta(days=least))
