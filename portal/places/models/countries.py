from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.language import in_page_language


class CountryQuerySet(models.QuerySet):
    def current(self):
        return self.filter(valid_to=None)


class Country(models.Model):
    """A country or territory with its own ISO 3166-1 code (Taiwan and Hong Kong are places of work of their own)."""

    iso2 = models.CharField("ISO 3166-1 alpha-2", max_length=2, primary_key=True)
    name = models.CharField(_("name in Indonesian"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text="ISO 4217; empty: has none")
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="country_iso2_is_two_capitals", condition=Q(iso2__regex=r"^[A-Z]{2}$")),
            models.CheckConstraint(
                name="country_currency_is_three_capitals_or_none",
                condition=Q(currency="") | Q(currency__regex=r"^[A-Z]{3}$"),
            ),
        ]

    def __str__(self):
        return in_page_language(self.name, self.name_en)
