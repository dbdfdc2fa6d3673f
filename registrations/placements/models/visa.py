from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.lib.sealed import SealedTextField


class Visa(models.Model):
    """What the destination country granted, and whether it is for this work at this employer."""

    class Kind(models.TextChoices):
        WORK = "work", _("For work")
        TRAINING = "training", _("For training or study")
        VISIT = "visit", _("For a visit or for business")
        OTHER = "other", _("For something else")

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="visa")
    kind = models.CharField(_("what it is for"), max_length=10, choices=Kind)
    number = SealedTextField(_("number of the visa"), purpose="visa.number")
    granted_on = models.DateField(_("granted on"))
    valid_until = models.DateField(_("valid until"))
    is_for_employer = models.BooleanField(_("It names the employer of the order"))
    is_for_job = models.BooleanField(_("It names the job of the order"))

    class Meta:
        verbose_name = _("visa")
        verbose_name_plural = _("visas")
        constraints = [
            models.CheckConstraint(
                name="visa_ends_after_it_was_granted",
                condition=Q(valid_until__gt=F("granted_on")),
                violation_error_message=_("A visa ends after the day on which it was granted."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_for_this_work(self):
        return self.kind == self.Kind.WORK and self.is_for_employer and self.is_for_job
