from django.db import models
from django.utils.translation import gettext_lazy as _


class Arrival(models.Model):
    """That somebody reported to the Indonesian mission (UU 18/2017 art. 6)."""

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="arrival")
    arrived_on = models.DateField(_("day of arrival"))
    # "": arrived, the mission is not told yet.
    mission = models.CharField(_("embassy or consulate"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")

    def __str__(self):
        return f"{self.arrived_on} {self.mission}"
