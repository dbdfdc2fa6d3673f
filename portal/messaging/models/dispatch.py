from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.messaging.models.message import WAYS


class Dispatch(models.Model):
    """A line on a letter that left, until its Message tells so: noted for each by itself, settled for many together."""

    message_id = models.BigIntegerField(primary_key=True)  # no foreign key: whoever notes it has just seen the row
    claim = models.UUIDField()
    at = models.DateTimeField(_("when"), db_default=Now())
    channel = models.CharField(_("way"), max_length=10, choices=WAYS)
    reference = models.CharField(_("reference"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")

    def __str__(self):
        return f"{self.message_id} {self.channel}"
