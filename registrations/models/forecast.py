from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.choices import Paper
from registrations.choices import OutlookKind


class PaperForecast(models.Model):
    """A paper of a registration that will not count when it is needed, as last computed: for lists and reminders.

    Pages of one registration compute it themselves (registrations.forecast).
    """

    registration = models.ForeignKey("registrations.Registration", on_delete=models.CASCADE, related_name="forecasts")
    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    kind = models.CharField(_("what will be"), max_length=12, choices=OutlookKind)
    last_day = models.DateField(_("counts until"))

    class Meta:
        verbose_name = _("forecast of a paper")
        verbose_name_plural = _("forecasts of papers")
        constraints = [
            models.UniqueConstraint(name="forecast_of_a_paper_stands_once", fields=["registration", "paper"]),
        ]

    def __str__(self):
        return f"{self.registration_id} {self.paper}"

    def says_like(self, other):
        return (self.kind, self.last_day) == (other.kind, other.last_day)
