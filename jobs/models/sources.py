from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.dates import parse_partial


def day_of_source(text):
    """The source's date as a PartialDate; None when there is none, or somebody typed what is no date."""
    try:
        return parse_partial(text)
    except ValueError:
        return None


class Sourced(models.Model):
    """Where a fact was read. A fact without a source is not shown."""

    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    # ISO 8601, maybe only a year or a month, as the source gives it; "" when it gives none.
    source_date = models.CharField(_("date of the source"), max_length=10, blank=True)

    class Meta:
        abstract = True

    @property
    def source_day(self):
        return day_of_source(self.source_date)

    @property
    def cited(self):
        """``Republika, 26 Januari 2015``; without a date just the source."""
        return ", ".join(filter(None, [self.source_name, self.source_day.long() if self.source_day else ""]))
