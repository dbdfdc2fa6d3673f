from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.placements.choices import FreezeReason


class Freeze(models.Model):
    """From when to when a case stood still, and why: computed from the facts below, then written down."""

    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="freezes")
    reason = models.CharField(_("reason"), max_length=12, choices=FreezeReason)
    began_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("standstill of a placement")
        verbose_name_plural = _("standstills of placements")
        constraints = [
            models.UniqueConstraint(
                name="placement_stands_still_once_at_a_time", fields=["placement"], condition=Q(ended_at=None)
            ),
        ]

    def __str__(self):
        return self.reason
