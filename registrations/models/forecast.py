from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.choices import Paper
from registrations.choices import OutlookKind


class PaperForecastQuerySet(models.QuerySet):
    def sure(self):
        """Without what may still be in time."""
        return self.exclude(kind=OutlookKind.MAYBE)

    def too_early(self):
        """Papers that count today and surely no longer when they are needed."""
        return self.filter(kind__in=[OutlookKind.BEFORE_STEP, OutlookKind.SHORT])


class PaperForecast(models.Model):
    """A paper of a registration that will not count when it is needed, as last computed: for lists and reminders.

    Pages of one registration compute it themselves (registrations.forecast).
    """

    registration = models.ForeignKey("registrations.Registration", on_delete=models.CASCADE, related_name="forecasts")
    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    kind = models.CharField(_("what will be"), max_length=12, choices=OutlookKind)
    last_day = models.DateField(_("counts until"))
    # The night in which it first stood, for the reminder; None until then.
    noted_on = models.DateField(null=True, editable=False)

    objects = PaperForecastQuerySet.as_manager()

    class Meta:
        verbose_name = _("forecast of a paper")
        verbose_name_plural = _("forecasts of papers")
        constraints = [
            models.UniqueConstraint(name="forecast_of_a_paper_stands_once", fields=["registration", "paper"]),
        ]

    def __str__(self):
        return f"{self.registration_id} {self.paper}"
