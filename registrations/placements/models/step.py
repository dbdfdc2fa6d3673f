from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.choices import Actor
from portal.workflow import StepEntry, StepReason


class PlacementStep(StepEntry):
    """The history of a placement; the database refuses to change it."""

    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="history")

    class Meta:
        verbose_name = _("step of a placement")
        verbose_name_plural = _("steps of placements")
        indexes = [models.Index(name="placement_history", fields=["placement", "id"])]

    @classmethod
    def rows_to_keep(cls):
        """Those of which the audit holds a digest each: all, invented ones too."""
        return cls.objects.all()


class PlacementStepReason(StepReason):
    step = models.OneToOneField(PlacementStep, on_delete=models.PROTECT, related_name="reason")

    class Meta:
        verbose_name = _("reason of a step")
        verbose_name_plural = _("reasons of steps")


class OnBehalf(models.Model):
    """Whose act the office recorded: a company, a clinic, a mission has no account here. History shows both."""

    step = models.OneToOneField(PlacementStep, on_delete=models.PROTECT, related_name="on_behalf")
    body = models.CharField(_("on behalf of"), max_length=12, choices=Actor)
    name = models.CharField(_("its name"), max_length=150, blank=True)
    # The paper on which it rests, as shown to the officer; dated as the paper is, which may be before the step.
    document = models.ForeignKey("registrations.Document", on_delete=models.PROTECT, null=True, related_name="+")
    dated_on = models.DateField(_("date of the paper"))

    class Meta:
        verbose_name = _("step on behalf of somebody")
        verbose_name_plural = _("steps on behalf of somebody")

    def __str__(self):
        return f"{self.body} {self.pk}"
