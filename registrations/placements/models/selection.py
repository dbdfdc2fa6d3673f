from django.db import models
from django.utils.translation import gettext_lazy as _


class Selection(models.Model):
    """When and where somebody was selected for the work."""

    class Where(models.TextChoices):
        LABOUR_OFFICE = "labour_office", _("Labour office (Disnaker)")
        LTSA = "ltsa", _("One-stop office (LTSA)")
        BP3MI = "bp3mi", _("Office of BP3MI")
        ELSEWHERE = "elsewhere", _("Somewhere else, or online")

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="selection")
    held_on = models.DateField(_("day of the selection"))
    where = models.CharField(_("held at"), max_length=15, choices=Where)

    class Meta:
        verbose_name = _("selection")
        verbose_name_plural = _("selections")

    def __str__(self):
        return f"{self.held_on} {self.where}"

    @property
    def is_at_labour_office(self):
        return self.where in {self.Where.LABOUR_OFFICE, self.Where.LTSA}
