"""Permits to recruit."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.models.company import PlacementCompany
from jobs.models.sources import Sourced


class RecruitmentPermit(Sourced):
    """SIP2MI: leave to recruit for one country, given to one company; not transferable (UU 18/2017 art. 59)."""

    company = models.ForeignKey(PlacementCompany, on_delete=models.PROTECT, related_name="permits")
    number = models.CharField(gettext_lazy("number"), max_length=64)
    destination = models.ForeignKey("jobs.Destination", on_delete=models.PROTECT, related_name="permits")
    # None: for any work there.
    occupation = models.ForeignKey("jobs.Occupation", on_delete=models.PROTECT, null=True, blank=True)
    places = models.PositiveIntegerField(gettext_lazy("places"), null=True, blank=True)  # None: not stated
    valid_from = models.DateField(gettext_lazy("valid from"), null=True, blank=True)
    valid_until = models.DateField(gettext_lazy("valid until"), null=True, blank=True)
    scan = models.ForeignKey("jobs.Scan", on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = gettext_lazy("recruitment permit")
        verbose_name_plural = gettext_lazy("recruitment permits")
        constraints = [
            models.UniqueConstraint(name="permit_number_is_used_once_per_company", fields=["company", "number"]),
            models.CheckConstraint(
                name="permit_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lte=F("valid_until")),
            ),
        ]

    def __str__(self):
        return self.number

    def why_not_for(self, vacancy, day):
        """A sentence why this permit does not carry ``vacancy`` on ``day``, "" when it does."""
        if self.company_id != vacancy.placement_company_id:
            return _("The permit %(number)s belongs to another company.") % {"number": self}
        if self.destination_id != vacancy.destination_id:
            return _("The permit %(number)s is for another country.") % {"number": self}
        if self.occupation_id and self.occupation_id != vacancy.occupation_id:
            return _("The permit %(number)s is for other work.") % {"number": self}
        if (self.valid_from and day < self.valid_from) or (self.valid_until and self.valid_until < day):
            return _("The permit %(number)s is not in force today.") % {"number": self}
        if self.places is not None and (vacancy.quota_total or 0) > self.places:
            return _("The permit %(number)s is for fewer people.") % {"number": self}
        return ""
