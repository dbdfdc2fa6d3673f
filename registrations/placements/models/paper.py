from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.choices import DueStep, Paper, PaperNeed


class CasePaper(models.Model):
    """A paper that a running case needs, by the rules of its first day for its scheme, country and work."""

    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="papers")
    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    rule = models.ForeignKey("jobs.PaperRule", on_delete=models.PROTECT, related_name="+")
    need = models.CharField(_("needed"), max_length=8, choices=PaperNeed)
    due = models.CharField(_("due before"), max_length=20, choices=DueStep, blank=True)  # "": not written down

    class Meta:
        verbose_name = _("paper of a placement")
        verbose_name_plural = _("papers of placements")
        constraints = [
            models.UniqueConstraint(name="placement_needs_a_paper_once", fields=["placement", "paper"]),
        ]

    def __str__(self):
        return f"{self.placement_id} {self.paper}"
