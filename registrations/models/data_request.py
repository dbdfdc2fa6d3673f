from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.lib.sealed import SealedTextField
from registrations.permissions import REVIEWERS

# Round the clock, holidays included (UU 27/2022; the article has not been compared with the law yet).
ANSWERED_WITHIN = timedelta(hours=72)


class DataRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answered_at=None)

    def visible_to(self, by):
        """Asked of the office one reviews for."""
        return self.filter(office=by.office_id) if by.role in REVIEWERS else self.none()


class DataRequest(models.Model):
    """A person asks the office to change what is written about them, or to say why not (UU 27/2022 art. 6)."""

    class Outcome(models.TextChoices):
        CHANGED = "changed", _("Changed")
        KEPT = "kept", _("Not changed")

    candidate = models.ForeignKey("registrations.Candidate", on_delete=models.PROTECT, related_name="data_requests")
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(
        _("what is wrong"), max_length=40, blank=True
    )  # of registrations.asked; "": something else
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    answered_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to change data")
        verbose_name_plural = _("requests to change data")
        constraints = [
            models.UniqueConstraint(
                name="data_request_is_open_once_per_field",
                fields=["candidate", "field"],
                condition=Q(answered_at=None),
            ),
            models.CheckConstraint(
                name="data_request_is_answered_by_somebody",
                condition=Q(answered_at=None, answered_by=None, outcome="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [
            models.Index(name="data_requests_to_answer", fields=["office", "id"], condition=Q(answered_at=None)),
            models.Index(name="data_requests_of_a_candidate", fields=["candidate", "-id"]),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def answer_by(self):
        return self.asked_at + ANSWERED_WITHIN


class DataRequestWords(models.Model):
    """What the person and the office wrote; sealed, as it may hold what is to be changed, and to be emptied by itself."""

    request = models.OneToOneField(DataRequest, on_delete=models.PROTECT, related_name="words")
    asked = SealedTextField(_("what should it say"), purpose="data_request.asked")
    answered = SealedTextField(_("answer"), purpose="data_request.answered")

    class Meta:
        verbose_name = _("words of a request")
        verbose_name_plural = _("words of requests")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
