from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Channel
from portal.accounts.models.consent import LANGUAGES


class SpokenConsentQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)

    def about_purposes(self):
        """Without what says that the notice was told."""
        return self.exclude(text__purpose=None)


class SpokenConsent(models.Model):
    """What somebody without an account agreed to, or that they were told the notice, before an officer who is named.

    With an account it is a Consent of theirs (registrations.spoken); this row stays as the proof.
    """

    candidate = models.ForeignKey("registrations.Candidate", on_delete=models.PROTECT, related_name="spoken_consents")
    # Of the notice, or of the purpose that was agreed to: this very version was read.
    text = models.ForeignKey("accounts.PolicyText", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    taken_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = SpokenConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent before an officer")
        verbose_name_plural = _("consents before officers")
        constraints = [
            models.UniqueConstraint(
                name="consent_is_spoken_once_per_version",
                fields=["candidate", "text"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="consent_is_spoken_before_an_officer", condition=Q(channel__in=["counter", "paper"])
            ),
        ]

    def __str__(self):
        return f"{self.text_id} {self.channel}"
