import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

DIGITS = 6
_NOBODYS = 0  # no registration has this key


class StatusPinQuerySet(models.QuerySet):
    def registration_for(self, number, pin):
        """The registration of this number and PIN, None if they don't go together: the same work whether it exists."""
        row = self.select_related("registration__office__province").filter(registration__number=number).first()
        expected = row.pin_hash if row else _hash(_NOBODYS, "")
        is_right = hmac.compare_digest(expected, _hash(row.registration_id if row else _NOBODYS, pin))
        return row.registration if row and is_right else None


class StatusPin(models.Model):
    """By which whoever holds the paper asks at /status/ whose turn it is. Only its keyed hash is kept."""

    registration = models.OneToOneField(
        "registrations.Registration", on_delete=models.PROTECT, related_name="status_pin"
    )
    pin_hash = models.CharField(max_length=64, editable=False)
    # Who printed it; None: chosen by the person.
    printed_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField(_("since"), auto_now=True)

    objects = StatusPinQuerySet.as_manager()

    class Meta:
        verbose_name = _("PIN for asking how far it is")
        verbose_name_plural = _("PINs for asking how far it is")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @classmethod
    def put(cls, registration, pin, printed_by=None):
        """From now on ``pin`` opens the answer, and no earlier one."""
        facts = {"pin_hash": _hash(registration.pk, pin), "printed_by": printed_by}
        return cls.objects.update_or_create(registration=registration, defaults=facts)[0]


def new_pin():
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def _hash(registration_id, pin):
    text = f"status pin {registration_id} {pin}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
