"""What an officer found on a paper: each point looked at, and what is written there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.sealed import SealedTextField


class ReadValue(models.Model):
    """A name, birth date or NIK as it stands on one paper, to be compared with the others."""

    class Field(models.TextChoices):
        NAME = "name", _("Name")
        BIRTH_DATE = "birth_date", _("Born")
        NIK = "nik", _("NIK")

    document = models.ForeignKey("registrations.Document", on_delete=models.PROTECT, related_name="read_values")
    field = models.CharField(_("field"), max_length=10, choices=Field)
    text = SealedTextField(_("as written on the paper"), purpose="read_value.text")
    read_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("value read on a paper")
        verbose_name_plural = _("values read on papers")
        constraints = [
            models.UniqueConstraint(name="value_is_read_once_per_paper", fields=["document", "field"]),
        ]

    def __str__(self):
        return f"{self.document_id} {self.field}"


class PointFinding(models.Model):
    """An officer's answer to one point of a paper (registrations/desk/points.py)."""

    document = models.ForeignKey("registrations.Document", on_delete=models.PROTECT, related_name="findings")
    point = models.CharField(_("point"), max_length=20)
    agrees = models.BooleanField(_("agrees"))
    found_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("finding on a paper")
        verbose_name_plural = _("findings on papers")
        constraints = [
            models.UniqueConstraint(name="point_is_found_once_per_paper", fields=["document", "point"]),
        ]

    def __str__(self):
        return f"{self.document_id} {self.point}"
