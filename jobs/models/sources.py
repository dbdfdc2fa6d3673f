from django.db import models
from django.utils.translation import gettext_lazy as _


class Sourced(models.Model):
    """Where a fact was read. A fact without a source is not shown."""

    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    # ISO 8601, maybe only a year or a month, as the source gives it; "" when it gives none.
    source_date = models.CharField(_("date of the source"), max_length=10, blank=True)

    class Meta:
        abstract = True
