from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.choices import FlagKind


class FlagQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(ended_at=None)


class Flag(models.Model):
    """A reason to look twice. It only asks for a second pair of eyes; the person never reads it."""

    registration = models.ForeignKey("registrations.Registration", on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(_("kind"), max_length=15, choices=FlagKind)
    # None: raised by the portal's own checks.
    raised_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [
            models.UniqueConstraint(
                name="flag_stands_once_per_kind", fields=["registration", "kind"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="flag_is_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.kind
