"""A list from the official system, held against the files here."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OfficialList(models.Model):
    """What one list said. An office has one, its newest; of the file itself nothing is kept."""

    office = models.OneToOneField("places.Office", on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)
    matched = models.PositiveIntegerField(default=0)  # the same number on both sides; no row of its own
    missing_there = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("list from SISKOP2MI")
        verbose_name_plural = _("lists from SISKOP2MI")

    def __str__(self):
        return f"{self.office_id} {self.read_at:%Y-%m-%d}"


class OfficialRow(models.Model):
    """One row that says something else than we do. Codes, keys and the official number; no name, no NIK."""

    class Outcome(models.TextChoices):
        TO_RECORD = "to_record", _("Registered there, number still missing here")
        DIFFERENT = "different", _("Says something else than the file here")
        MISSING_HERE = "missing_here", _("There, but not among the files here")
        MISSING_THERE = "missing_there", _("Recorded here, but not in the list")
        UNREADABLE = "unreadable", _("Can't be read")

    official_list = models.ForeignKey(OfficialList, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("row"), null=True)  # of the file, as a spreadsheet counts; None: not in it
    outcome = models.CharField(max_length=15, choices=Outcome)
    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, null=True, related_name="+"
    )
    official_id = models.CharField(_("number in SISKOP2MI"), max_length=32, blank=True)
    fields = ArrayField(models.CharField(max_length=20), default=list)  # names of the fields that differ

    class Meta:
        verbose_name = _("row of a list from SISKOP2MI")
        verbose_name_plural = _("rows of lists from SISKOP2MI")
        constraints = [
            models.CheckConstraint(
                name="official_row_names_its_file",
                condition=Q(outcome__in=["missing_here", "unreadable"]) | Q(registration__isnull=False),
            ),
        ]
        indexes = [models.Index(name="official_rows_by_outcome", fields=["official_list", "outcome", "id"])]

    def __str__(self):
        return f"{self.line} {self.outcome}"
