from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.models.sources import Sourced

DEMO_SOURCE = "Data contoh"  # of what nobody ever published; pages that lean on it say so


class ExchangeRate(Sourced):
    """Rupiah for one unit of a foreign currency on a day; only for estimates, amounts are never stored converted."""

    currency = models.CharField(_("currency"), max_length=3, help_text="ISO 4217")
    on = models.DateField(_("day"))
    rupiah = models.DecimalField(_("rupiah for one unit"), max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(name="exchange_rate_once_per_currency_and_day", fields=["currency", "on"]),
            models.CheckConstraint(name="exchange_rate_is_positive", condition=Q(rupiah__gt=0)),
        ]

    def __str__(self):
        return f"{self.currency} {self.on}"

    @property
    def is_demo(self):
        return self.source_name == DEMO_SOURCE
