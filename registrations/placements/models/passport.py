from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.sealed import SealedTextField


class PassportSeen(models.Model):
    """The booklet that an officer saw: what somebody will cross the border with."""

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="passport")
    number = SealedTextField(_("passport number"), purpose="passport.seen")
    expires_on = models.DateField(_("valid until"))

    class Meta:
        verbose_name = _("passport that was seen")
        verbose_name_plural = _("passports that were seen")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
