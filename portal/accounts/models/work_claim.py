"""Who works on what just now, so that two colleagues don't do the same work."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WorkClaimQuerySet(models.QuerySet):
    def standing(self):
        """Not past their time, and not of an ended membership."""
        return self.filter(until__gt=timezone.now(), membership__ended_at=None)

    def on(self, subject):
        """The claim on ``subject``, a saved model object; at most one."""
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk))


class WorkClaim(models.Model):
    """One piece of work is in the hands of one membership, until the end of the day at the latest.

    A subject has one row at most: whoever claims it after its time gets the row. The audit tells who had it before.
    """

    # As in the audit: the work lives on floors above.
    subject_kind = models.CharField(_("kind of subject"), max_length=60)
    subject_id = models.CharField(_("number of the subject"), max_length=40)
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="claims", verbose_name=_("membership")
    )
    claimed_at = models.DateTimeField(_("claimed"))
    until = models.DateTimeField(_("until"))

    objects = WorkClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim of work")
        verbose_name_plural = _("claims of work")
        constraints = [
            models.UniqueConstraint(name="work_is_claimed_by_one_at_a_time", fields=["subject_kind", "subject_id"]),
            models.CheckConstraint(
                name="work_claim_ends_after_it_begins", condition=Q(until__gt=models.F("claimed_at"))
            ),
        ]
        indexes = [models.Index(name="work_claim_by_end", fields=["until"])]

    def __str__(self):
        return f"{self.subject_kind} {self.subject_id}"


def with_claim(queryset):
    """``queryset`` of any model, annotated in the same query with who holds each row; all None where nobody does.

    ``claim_membership_id``, ``claim_user_id``, ``claim_holder`` (the name), ``claim_until`` (UTC).
    """
    standing = WorkClaim.objects.standing().filter(
        subject_kind=queryset.model._meta.label_lower,
        subject_id=Cast(OuterRef("pk"), models.CharField(max_length=40)),
    )

    def of(column):
        return Subquery(standing.values(column)[:1])

    return queryset.annotate(
        claim_membership_id=of("membership_id"),
        claim_user_id=of("membership__user_id"),
        claim_holder=of("membership__user__name"),
        claim_until=of("until"),
    )
