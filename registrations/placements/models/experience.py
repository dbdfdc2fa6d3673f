from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib import codes


class ExperienceSheet(models.Model):
    """That a certificate of recorded experience was made: the code by which whoever holds it asks whether it is genuine."""

    placement = models.OneToOneField("placements.Placement", on_delete=models.PROTECT, related_name="experience_sheet")
    code = models.CharField(_("code"), max_length=24, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("certificate of recorded experience")
        verbose_name_plural = _("certificates of recorded experience")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"  # its code is a secret

    def save(self, *args, **kwargs):
        if not self.code:
            self.code = codes.new_code(codes.EXPERIENCE)
        super().save(*args, **kwargs)
