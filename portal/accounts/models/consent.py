"""What people decided and were told, one row each time; the newest row says what holds."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.membership import Membership


class Channel(models.TextChoices):
    WEB = "web", _("On this site")
    COUNTER = "counter", _("At the counter")
    PAPER = "paper", _("On paper")


LANGUAGES = [("id", "Indonesia"), ("en", "English")]
# The person on the site, or an officer who is named.
TAKEN_BY_SOMEBODY = Q(channel="web", taken_by=None) | Q(channel__in=["counter", "paper"], taken_by__isnull=False)


class ConsentQuerySet(models.QuerySet):
    def latest(self, user, purpose):
        """The decision that holds, or None: ``user`` never decided about ``purpose`` (a code or a row)."""
        return self.filter(user=user, purpose=purpose).order_by("-number").first()

    def latest_of_each(self, user):
        """The same for each purpose that ``user`` ever decided about."""
        return self.filter(user=user).order_by("purpose_id", "-number").distinct("purpose_id")

    def holding(self, purpose):
        """Given for ``purpose`` (its code), which is still in use, and nothing came after it."""
        later = Consent.objects.filter(
            user=OuterRef("user"), purpose=OuterRef("purpose"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later), purpose=purpose, purpose__valid_to=None, is_given=True)


class Consent(models.Model):
    """One decision about one purpose: given, or withdrawn. Append-only."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents", verbose_name=_("account")
    )
    purpose = models.ForeignKey("accounts.Purpose", on_delete=models.PROTECT, verbose_name=_("purpose"))
    # Of a withdrawal: the version that had been agreed to.
    text = models.ForeignKey("accounts.PolicyText", on_delete=models.PROTECT, verbose_name=_("version"))
    number = models.PositiveIntegerField(_("decision"))  # of this person about this purpose: 1, 2, 3 …
    is_given = models.BooleanField(_("given"))  # False: withdrawn
    at = models.DateTimeField(_("when"), default=timezone.now)
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    taken_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("taken by")
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)  # in which the text was shown

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            # Also the index of all questions. Of two decisions at once the database takes one.
            models.UniqueConstraint(name="consent_decisions_are_counted", fields=["user", "purpose", "number"]),
            models.CheckConstraint(name="consent_begins_by_being_given", condition=Q(number__gt=1) | Q(is_given=True)),
            models.CheckConstraint(name="consent_is_taken_by_an_officer_or_on_the_web", condition=TAKEN_BY_SOMEBODY),
            models.CheckConstraint(name="consent_was_read_in_a_language", condition=Q(language__in=["id", "en"])),
        ]

    def __str__(self):
        return f"{self.purpose_id} {self.number}"


class NoticeShown(models.Model):
    """That a person was shown a version of the privacy notice. Append-only, one row for each."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices_shown", verbose_name=_("account")
    )
    text = models.ForeignKey("accounts.PolicyText", on_delete=models.PROTECT, verbose_name=_("version"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    taken_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("taken by")
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)

    class Meta:
        verbose_name = _("notice shown")
        verbose_name_plural = _("notices shown")
        constraints = [
            models.UniqueConstraint(name="notice_is_shown_once_per_version", fields=["user", "text"]),
            models.CheckConstraint(name="notice_is_shown_by_an_officer_or_on_the_web", condition=TAKEN_BY_SOMEBODY),
            models.CheckConstraint(name="notice_was_shown_in_a_language", condition=Q(language__in=["id", "en"])),
        ]

    def __str__(self):
        return f"{self.text_id} {self.at:%Y-%m-%d}"
