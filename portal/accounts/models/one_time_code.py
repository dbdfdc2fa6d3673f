from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OneTimeCodeQuerySet(models.QuerySet):
    def live(self):
        """Not used, not expired, with a try left."""
        return self.filter(used_at=None, expires_at__gt=timezone.now(), tries_left__gt=0)


class OneTimeCode(models.Model):
    """The last code sent to a contact for a purpose. The code itself is nowhere: only its keyed hash."""

    class Purpose(models.TextChoices):
        LOG_IN = "log_in", _("Log in")
        SIGN_UP = "sign_up", _("Sign up")
        NEW_PHONE = "new_phone", _("New phone number")
        NEW_EMAIL = "new_email", _("New e-mail address")
        PROOF = "proof", _("Asked again")
        BARE_ADDRESS = "bare_address", _("Address without an account")

    contact = models.CharField(_("sent to"), max_length=20)  # E.164, or a visit's own random word
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField(_("valid until"))
    tries_left = models.PositiveSmallIntegerField(_("tries left"))
    used_at = models.DateTimeField(_("used at"), null=True)

    objects = OneTimeCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        constraints = [
            models.UniqueConstraint(name="a_contact_has_one_live_code_per_purpose", fields=["contact", "purpose"]),
        ]
        indexes = [models.Index(name="code_by_expiry", fields=["expires_at"])]

    def __str__(self):
        return self.get_purpose_display()
