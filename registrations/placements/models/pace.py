from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobs.choices import Milestone, Scheme

FEWEST = 10  # cases that a figure comes from: of fewer, somebody could be told from it


class StepPace(models.Model):
    """Between how many days half of the finished cases went from the step before to this one. Counted anew each night."""

    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme)
    # None: of all countries together.
    destination = models.ForeignKey("jobs.Destination", on_delete=models.CASCADE, null=True, related_name="+")
    milestone = models.CharField(_("step"), max_length=20, choices=Milestone)
    least = models.PositiveIntegerField(_("days, first quartile"))
    most = models.PositiveIntegerField(_("days, third quartile"))
    cases = models.PositiveIntegerField(_("cases"))
    counted_on = models.DateField(_("counted on"))

    class Meta:
        verbose_name = _("pace of a step")
        verbose_name_plural = _("paces of steps")
        constraints = [
            models.UniqueConstraint(
                name="pace_of_a_step_is_counted_once",
                fields=["scheme", "destination", "milestone"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="pace_comes_from_enough_cases", condition=Q(cases__gte=FEWEST)),
            models.CheckConstraint(name="pace_has_its_quartiles_in_order", condition=Q(least__lte=F("most"))),
        ]

    def __str__(self):
        return f"{self.scheme} {self.milestone}: {self.least} to {self.most}"
