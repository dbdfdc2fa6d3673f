"""Whom the portal writes to, by which way, and what they don't want."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from portal.lib.dates import WIB, WIT, WITA
from portal.places.models import Office

LANGUAGES = [("id", "Indonesia"), ("en", "English")]
ZONES = [(WIB.key, "WIB"), (WITA.key, "WITA"), (WIT.key, "WIT")]
NOBODY = Q(user=None, office=None)
NO_ADDRESS = Q(email="", phone=None)


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    WHATSAPP = "whatsapp", "WhatsApp"
    SMS = "sms", "SMS"
    INBOX = "inbox", _("On this site")


class ContactQuerySet(models.QuerySet):
    def reachable(self):
        """Not forgotten: an account, an office, or an address that still stands here."""
        return self.exclude(NOBODY & NO_ADDRESS)


class Contact(models.Model):
    """An account, an office, or an address that somebody confirmed: one row each, whatever the number of its ways.

    An account's addresses and language stand with the account alone. An office's, and a bare one's, stand here. A bare
    address that was forgotten leaves an empty row behind, so that what was sent to it can still be counted.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="contact", verbose_name=_("account")
    )
    office = models.OneToOneField(
        Office, on_delete=models.PROTECT, null=True, related_name="contact", verbose_name=_("office")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = PhoneNumberField(_("phone number"), null=True, blank=True)
    # The way tried first; "": in the order of the message's kind.
    channel = models.CharField(_("preferred way"), max_length=10, choices=Channel, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="id")  # of an account: not read
    zone = models.CharField(_("time zone"), max_length=20, choices=ZONES, default=WIB.key)
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(name="contact_is_an_account_or_an_office", condition=Q(user=None) | Q(office=None)),
            models.CheckConstraint(
                name="contact_of_an_account_has_its_addresses_there", condition=Q(user=None) | NO_ADDRESS
            ),
            models.CheckConstraint(name="contact_bare_address_is_one", condition=~NOBODY | Q(email="") | Q(phone=None)),
            models.UniqueConstraint(
                name="contact_bare_email_is_kept_once", fields=["email"], condition=NOBODY & ~Q(email="")
            ),
            models.UniqueConstraint(name="contact_bare_phone_is_kept_once", fields=["phone"], condition=NOBODY),
            models.CheckConstraint(name="contact_email_is_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="contact_speaks_a_language_of_ours", condition=Q(language__in=["id", "en"])),
            models.CheckConstraint(
                name="contact_lives_in_a_zone_of_ours", condition=Q(zone__in=[key for key, _label in ZONES])
            ),
        ]

    def __str__(self):
        return f"contact {self.pk}"  # never an address: it ends up in logs

    @property
    def tongue(self):
        """The language it is written to in now; of an account its own."""
        return self.user.language if self.user_id else self.language

    @property
    def is_reachable(self):
        """As the queryset's ``reachable``: not forgotten."""
        return bool(self.user_id or self.office_id or self.email or self.phone)

    @property
    def clock(self):
        return ZoneInfo(self.zone)


class OptOut(models.Model):
    """This contact wants no messages on ``topic`` by ``channel``; "": by no way at all."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="opt_outs", verbose_name=_("contact"))
    topic = models.CharField(_("topic"), max_length=30)
    channel = models.CharField(_("way"), max_length=10, choices=Channel, blank=True)
    at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("refused topic")
        verbose_name_plural = _("refused topics")
        constraints = [
            models.UniqueConstraint(name="opt_out_is_said_once", fields=["contact", "topic", "channel"]),
        ]

    def __str__(self):
        return f"{self.contact_id} {self.topic} {self.channel}"


class DeadAddress(models.Model):
    """An address that the other side refused for good: the next way is taken until it is proved again.

    It is kept as a keyed digest, so that a list of dead addresses is no list of people.
    """

    digest = models.CharField(max_length=64)
    channel = models.CharField(_("way"), max_length=10, choices=Channel)
    reason = models.CharField(_("reason"), max_length=40)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("dead address")
        verbose_name_plural = _("dead addresses")
        constraints = [
            models.UniqueConstraint(name="dead_address_is_kept_once_per_way", fields=["digest", "channel"]),
        ]

    def __str__(self):
        return f"{self.channel} {self.reason}"
