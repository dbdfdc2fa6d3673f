"""What a merge of two files moved, so that it can be undone."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Merge(models.Model):
    """``absorbed`` is a row of the same person as ``kept``; its papers and registrations went there."""

    suspicion = models.ForeignKey("registrations.Suspicion", on_delete=models.PROTECT, related_name="merges")
    kept = models.ForeignKey("registrations.Candidate", on_delete=models.PROTECT, related_name="+")
    absorbed = models.ForeignKey("registrations.Candidate", on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("merge of two files")
        verbose_name_plural = _("merges of two files")
        constraints = [
            models.UniqueConstraint(
                name="candidate_is_merged_once_at_a_time", fields=["absorbed"], condition=Q(undone_at=None)
            ),
            models.CheckConstraint(name="merge_is_of_two_candidates", condition=~Q(kept=F("absorbed"))),
        ]

    def __str__(self):
        return f"{self.kept_id} {self.absorbed_id}"


class Move(models.Model):
    """A registration or a paper that went from the absorbed row to the kept one, and how it was before."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moves")
    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, null=True, related_name="+"
    )
    was_folded = models.BooleanField(default=False)
    document = models.ForeignKey("registrations.Document", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveSmallIntegerField(null=True)
    was_current = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("move at a merge")
        verbose_name_plural = _("moves at merges")
        constraints = [
            models.CheckConstraint(
                name="move_is_of_a_registration_or_a_paper",
                condition=Q(registration__isnull=False, document=None, version=None)
                | Q(registration=None, document__isnull=False, version__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.registration_id or ''} {self.document_id or ''}".strip()
