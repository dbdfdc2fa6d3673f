from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Competence(models.Model):
    """The proof of skill: a certificate, or what may stand in its place."""

    class Substitute(models.TextChoices):
        DIPLOMA = "diploma", _("Diploma, where no certificate exists for the work")
        REGISTRATION = "registration", _("Registration as a nurse or another health worker (STR)")
        SKILL_TEST = "skill_test", _("Skill test of the destination country")

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="competence")
    issued_on = models.DateField(_("day of issue"))
    number = models.CharField(_("number of the certificate"), max_length=64, blank=True)
    issuer = models.CharField(_("issued by"), max_length=150)
    hours = models.PositiveSmallIntegerField(_("hours of training"), null=True, blank=True)
    substitute = models.CharField(_("instead of a certificate"), max_length=15, choices=Substitute, blank=True)

    class Meta:
        verbose_name = _("proof of skill")
        verbose_name_plural = _("proofs of skill")
        constraints = [
            models.CheckConstraint(
                name="proof_of_skill_has_a_number_or_is_a_substitute",
                condition=~Q(number="") | ~Q(substitute=""),
                violation_error_message=_("Give the number of the certificate, or say what stands in its place."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
