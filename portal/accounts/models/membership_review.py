"""Once per quarter somebody says of each membership that it is still needed."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def quarter_of(day):
    """The first day of the quarter that ``day`` lies in: 1 January, April, July or October."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def is_overdue_on(day):
    """Whether what is not reviewed by ``day`` is late: a review has the first month of its quarter."""
    return day.month != quarter_of(day).month


class MembershipReview(models.Model):
    """Append-only: the database refuses to change or delete a row."""

    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="reviews", verbose_name=_("membership")
    )
    quarter = models.DateField(_("first day of the quarter"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed"), default=timezone.now)

    class Meta:
        verbose_name = _("review of a membership")
        verbose_name_plural = _("reviews of memberships")
        constraints = [
            models.UniqueConstraint(name="membership_is_reviewed_once_per_quarter", fields=["membership", "quarter"]),
        ]

    def __str__(self):
        return f"{self.quarter:%Y-%m}"
