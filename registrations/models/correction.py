from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jobs.choices import Paper
from portal.lib.language import with_capital
from registrations.asked import FIELDS
from registrations.choices import ReasonToCorrect


class CorrectionPoint(models.Model):
    """One thing that the person shall put right: a field of the form or a paper, and why."""

    registration = models.ForeignKey("registrations.Registration", on_delete=models.PROTECT, related_name="points")
    field = models.CharField(_("field"), max_length=40, blank=True)  # name of a field of the wizard
    paper = models.CharField(_("paper"), max_length=20, choices=Paper, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=ReasonToCorrect)
    raised_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    # None: still to be done. Set by what the person changes, hands in or answers, and when an officer takes the point back.
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("point to correct")
        verbose_name_plural = _("points to correct")
        constraints = [
            models.CheckConstraint(
                name="correction_points_at_a_field_or_a_paper",
                condition=(Q(field="") & ~Q(paper="")) | (~Q(field="") & Q(paper="")),
            ),
            models.UniqueConstraint(
                name="correction_is_asked_once_at_a_time",
                fields=["registration", "field", "paper"],
                condition=Q(corrected_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.field or self.paper} {self.reason}"

    @property
    def title(self):
        """What is to be put right, in words that begin with a capital."""
        asked = FIELDS.get(self.field)
        label = self.get_paper_display() if self.paper else str(asked.label if asked else gettext("Your data"))
        return with_capital(label)


class CorrectionWords(models.Model):
    """The officer's own words to the person; a row of its own, so that it can be emptied."""

    point = models.OneToOneField(CorrectionPoint, on_delete=models.PROTECT, related_name="words")
    text = models.CharField(_("message to the person"), max_length=500)

    class Meta:
        verbose_name = _("words on a point")
        verbose_name_plural = _("words on points")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class CorrectionAnswer(models.Model):
    """The person's own words on a point: it is right as it is. A row of its own, so that it can be emptied."""

    point = models.OneToOneField(CorrectionPoint, on_delete=models.PROTECT, related_name="answer")
    text = models.CharField(_("why it is right as it is"), max_length=500)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("answer to a point")
        verbose_name_plural = _("answers to points")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
