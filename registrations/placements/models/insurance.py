from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.sealed import SealedTextField

LONGEST_COVER = 60  # months


class Insurance(models.Model):
    """Social security that was paid: for the time before work, at work, or both. A case may have several."""

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="insurance")
    number = SealedTextField(_("number of BPJS Ketenagakerjaan (KPJ)"), purpose="insurance.kpj")
    paid_on = models.DateField(_("day of the payment"))
    paid = models.DecimalField(_("paid, in rupiah"), max_digits=12, decimal_places=2)
    months = models.PositiveSmallIntegerField(_("months at work that are paid"))  # 0: only the time before

    class Meta:
        verbose_name = _("social security payment")
        verbose_name_plural = _("social security payments")
        constraints = [
            models.CheckConstraint(
                name="social_security_is_paid_for_no_more_than_five_years",
                condition=Q(months__lte=LONGEST_COVER),
                violation_error_message=_("Social security is paid for five years at most: 60 months."),
            ),
            models.CheckConstraint(
                name="social_security_was_paid_for",
                condition=Q(paid__gt=0),
                violation_error_message=_("Write how much was paid."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
