from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lib import codes
from portal.lib.uploads import CONTENT_TYPES


class Scan(models.Model):
    """A letter behind a proof, a decision, a permit or a rule. Its file is sealed and leaves through one view alone.

    The same file is one scan, however often it is handed in: one letter may stand behind many vacancies.
    """

    number = models.CharField(_("code"), max_length=16, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256 of the file as it came
    kind = models.CharField(_("kind"), max_length=3, choices=[(kind, kind.upper()) for kind in CONTENT_TYPES])
    size = models.PositiveIntegerField(_("bytes"), validators=[MinValueValidator(1)])
    file = models.CharField(max_length=100, editable=False)  # name in the storage
    kept_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+", editable=False)
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")

    def __str__(self):
        return self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.SCAN)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("scans:scan", args=[self.number])
