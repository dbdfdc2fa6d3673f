from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registrations.placements.models.contract import LONGEST_TERM


class Extension(models.Model):
    """A work contract that goes on, made before an official of the mission; the first contract stays as it was."""

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="extension")
    mission = models.CharField(_("embassy or consulate"), max_length=150)
    act_number = models.CharField(_("number of the mission's act"), max_length=64)
    act_on = models.DateField(_("day of the mission's act"))
    months = models.PositiveSmallIntegerField(_("months added"))
    ends_on = models.DateField(_("new last day of the contract"))
    # None: social security for the added time is still to be paid.
    covered_until = models.DateField(_("social security is paid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("extension of a work contract")
        verbose_name_plural = _("extensions of work contracts")
        constraints = [
            models.CheckConstraint(
                name="extension_adds_a_month_to_ten_years",
                condition=Q(months__gte=1, months__lte=LONGEST_TERM),
                violation_error_message=_("An extension adds from 1 to 120 months."),
            ),
            models.CheckConstraint(
                name="extension_ends_after_its_act",
                condition=Q(ends_on__gt=F("act_on")),
                violation_error_message=_("The new last day comes after the act of the mission."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
