from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobs.choices import WagePeriod
from registrations.placements.models.contract import LONGEST_TERM


class Terms(models.Model):
    """What work promises before anything is signed; columns named as a Vacancy's are compared as a Vacancy's are."""

    wage_amount_min = models.DecimalField(_("lowest wage"), max_digits=14, decimal_places=2, null=True, blank=True)
    wage_amount_max = models.DecimalField(_("highest wage"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text="ISO 4217")
    wage_period = models.CharField(_("wage period"), max_length=5, choices=WagePeriod, blank=True)
    hours_per_day = models.DecimalField(_("hours per day"), max_digits=4, decimal_places=2, null=True, blank=True)
    days_per_week = models.DecimalField(_("days per week"), max_digits=3, decimal_places=1, null=True, blank=True)
    city = models.CharField(_("place of work"), max_length=200, blank=True)
    contract_months = models.PositiveSmallIntegerField(_("contract, months"), null=True, blank=True)

    class Meta:
        abstract = True


TERMS = tuple(field.name for field in Terms._meta.local_fields)


def constraints_of(name, **told):
    """The constraints of Terms in the table ``name``; ``told``: {end of a constraint's name: sentence for a form}."""
    low, high = "wage_amount_min", "wage_amount_max"
    conditions = {
        "wage_has_currency_and_period": Q(**{low: None, high: None}) | ~Q(currency="") & ~Q(wage_period=""),
        "wage_range_in_order": Q(**{low: None}) | Q(**{high: None}) | Q(wage_amount_min__lte=F(high)),
        "pays_something": Q(**{low: None}) | Q(wage_amount_min__gt=0),
        "fits_into_days_and_weeks": (Q(hours_per_day=None) | Q(hours_per_day__gt=0, hours_per_day__lte=24))
        & (Q(days_per_week=None) | Q(days_per_week__gt=0, days_per_week__lte=7)),
        "lasts_a_month_to_ten_years": Q(contract_months=None)
        | Q(contract_months__gte=1, contract_months__lte=LONGEST_TERM),
    }
    return [
        models.CheckConstraint(name=f"{name}_{end}", condition=condition, violation_error_message=told.get(end))
        for end, condition in conditions.items()
    ]
