from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class DisclosureRelease(models.Model):
    """A head lets the person read who looked at the file although the investigation goes on: when, and why."""

    registration = models.ForeignKey("registrations.Registration", on_delete=models.PROTECT, related_name="releases")
    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    rows = models.PositiveIntegerField(_("entries"), validators=[MinValueValidator(1)])
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("release of withheld entries")
        verbose_name_plural = _("releases of withheld entries")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
