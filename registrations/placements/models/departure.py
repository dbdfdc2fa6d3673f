from django.db import models
from django.utils.translation import gettext_lazy as _


class Departure(models.Model):
    """With what somebody left the country."""

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="departure")
    left_on = models.DateField(_("day of departure"))
    port = models.CharField(_("airport, harbour or border post"), max_length=100)
    carrier = models.CharField(_("flight or ship"), max_length=60)

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")

    def __str__(self):
        return f"{self.left_on} {self.port}"
