from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.choices import DueStep, Paper, PaperNeed
from registrations.workflow import HOLDS_NIK, State

BEFORE_VERIFIED = {DueStep.SUBMITTED, DueStep.VERIFIED}


class PinnedPaperQuerySet(models.QuerySet):
    def ahead(self):
        """Of registrations under way, before a step that lies ahead."""
        behind = models.Q(registration__state=State.VERIFIED, due__in=BEFORE_VERIFIED)
        return self.filter(registration__state__in=HOLDS_NIK).exclude(behind)


class PinnedPaper(models.Model):
    """A paper that a running registration needs, as the rule said when it was handed in: a later rule changes nothing."""

    registration = models.ForeignKey("registrations.Registration", on_delete=models.PROTECT, related_name="pinned")
    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    # None: asked for by the procedure itself, whatever the scheme.
    rule = models.ForeignKey("jobs.PaperRule", on_delete=models.PROTECT, null=True, related_name="+")
    need = models.CharField(_("needed"), max_length=8, choices=PaperNeed)
    due = models.CharField(_("due before"), max_length=20, choices=DueStep, blank=True)  # "": not written down
    pinned_at = models.DateTimeField(auto_now_add=True)

    objects = PinnedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a registration")
        verbose_name_plural = _("papers of registrations")
        constraints = [
            models.UniqueConstraint(name="registration_needs_a_paper_once", fields=["registration", "paper"]),
        ]

    def __str__(self):
        return f"{self.registration_id} {self.paper}"
