from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.messaging.models.contact import Channel


class EarlyReceipt(models.Model):
    """What a gateway reported of a reference that no try of ours has yet: it may be faster than our own word "sent"."""

    channel = models.CharField(_("way"), max_length=10, choices=Channel)
    reference = models.CharField(_("reference"), max_length=80)
    has_arrived = models.BooleanField(_("arrived"))
    reason = models.CharField(_("reason"), max_length=40, blank=True)  # a code
    # Of the number, if the gateway says that it is dead; as DeadAddress keeps it.
    dead_digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("early receipt")
        verbose_name_plural = _("early receipts")
        constraints = [
            models.UniqueConstraint(name="early_receipt_is_kept_once", fields=["channel", "reference"]),
        ]

    def __str__(self):
        return f"{self.channel} {self.has_arrived}"
