from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.workflow import StepEntry, StepReason
from registrations.choices import RejectionGround


class RegistrationStep(StepEntry):
    """The history of a registration; the database refuses to change it."""

    registration = models.ForeignKey("registrations.Registration", on_delete=models.PROTECT, related_name="history")

    class Meta:
        verbose_name = _("step of a registration")
        verbose_name_plural = _("steps of registrations")
        indexes = [
            models.Index(name="registration_history", fields=["registration", "id"]),
            # How long an office usually takes (registrations.pace).
            models.Index(
                name="registration_answers",
                fields=["office", "taken_at"],
                condition=models.Q(event__in=["approve", "reject", "return"]),
            ),
        ]


class RegistrationStepReason(StepReason):
    step = models.OneToOneField(RegistrationStep, on_delete=models.PROTECT, related_name="reason")
    # Of a proposal to reject; the registration keeps only that of the standing one.
    ground = models.CharField(
        _("legal ground"), max_length=20, choices=RejectionGround, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = _("reason of a step")
        verbose_name_plural = _("reasons of steps")


class Transfer(models.Model):
    """From which office to which a step of this kind went; history keeps only who took it."""

    step = models.OneToOneField(RegistrationStep, on_delete=models.PROTECT, related_name="transfer")
    from_office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+")
    to_office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [
            models.CheckConstraint(
                name="transfer_goes_to_another_office", condition=~models.Q(to_office=models.F("from_office"))
            ),
        ]

    def __str__(self):
        return f"{self.from_office_id} {self.to_office_id}"
