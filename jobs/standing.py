"""A company's standing, derived from what was published about it; never a verdict of our own.

The pages use three names: ``of(statements)``, ``public(statements)`` and ``register_day()``.
"""

from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from jobs.choices import StatusBasis
from jobs.models import CompanyStatement
from portal.lib.dates import long_date


@dataclass(frozen=True)
class Standing:
    label: str
    css: str  # st-ok, st-info, st-turn, st-bad or st-off
    icon: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicStatement:
    title: str
    text: str


def of(statements):
    """Standing from all statements about one company, newest first."""
    if any(statement.basis == StatusBasis.REGISTER_LISTING for statement in statements):
        return Standing(_("On the ministry's list"), "st-info", "wait")
    return Standing(_("Not on the list we have"), "st-turn", "turn")


def public(statements):
    """The statements that may be printed; suspicions and notes never are."""
    return [
        PublicStatement(title=statement.get_basis_display(), text=f"{statement.source_name}, {statement.source_date}")
        for statement in statements
        if statement.basis
    ]


def register_day():
    """The day of the newest copy of the ministry's list, as people read it; "" without one."""
    listed = CompanyStatement.objects.filter(basis=StatusBasis.REGISTER_LISTING)
    newest = listed.aggregate(day=Max("said_from"))["day"]
    return long_date(newest) if newest else ""
