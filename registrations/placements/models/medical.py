from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class MedicalResult(models.Model):
    """Fit or not, and the dates: what was found stays with the clinic."""

    class Outcome(models.TextChoices):
        FIT = "fit", _("Fit")
        UNFIT = "unfit", _("Not fit now, to be examined again")
        UNFIT_FOR_GOOD = "unfit_for_good", _("Not fit for this work")

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="medical")
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome)
    examined_on = models.DateField(_("day of the exam"))
    retest_on = models.DateField(_("to be examined again from"), null=True, blank=True)

    class Meta:
        verbose_name = _("medical result")
        verbose_name_plural = _("medical results")
        constraints = [
            models.CheckConstraint(
                name="medical_result_unfit_now_names_the_next_exam",
                condition=Q(outcome="unfit", retest_on__gt=F("examined_on")) | ~Q(outcome="unfit") & Q(retest_on=None),
            ),
        ]

    def __str__(self):
        return self.outcome
