from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.lib.language import in_page_language


class PublicContactQuerySet(models.QuerySet):
    def printable(self):
        """Contacts somebody has called, at the very number that stands there now. Others are never printed."""
        return self.filter(valid_to=None, last_tested_on__isnull=False, last_tested_number=F("number"))


class PublicContact(models.Model):
    """A number or address the public may turn to, printed only after a test call."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("Telephone")
        WHATSAPP = "whatsapp", "WhatsApp"
        WEB = "web", _("Web page")

    class Reach(models.TextChoices):
        HOME = "home", _("From within Indonesia")
        ABROAD = "abroad", _("From abroad")
        BOTH = "both", _("From anywhere")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.PHONE)
    # As dialled, never rewritten: 0800-1000 is a toll-free short number, +62 before it leads nowhere.
    number = models.CharField(_("number, as dialled"), max_length=120)
    reach = models.CharField(_("works"), max_length=8, choices=Reach.choices)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    hours_en = models.CharField(_("hours in English"), max_length=120, blank=True)
    languages = models.CharField(_("languages, comma-separated codes"), max_length=60, blank=True)
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_date = models.CharField(_("date of the source"), max_length=10, blank=True)
    last_tested_on = models.DateField(_("last tested on"), null=True, blank=True)
    last_tested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("last tested by"),
        related_name="+",
    )
    # The number that was called: a number changed since is untested again, whoever changed it.
    last_tested_number = models.CharField(max_length=120, blank=True, editable=False)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    is_packaged = models.BooleanField(_("from the packaged data"), default=False, editable=False)

    objects = PublicContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("public contact")
        verbose_name_plural = _("public contacts")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="public_contact_test_has_day_person_and_number",
                condition=Q(last_tested_on=None, last_tested_by=None, last_tested_number="")
                | Q(last_tested_on__isnull=False, last_tested_by__isnull=False) & ~Q(last_tested_number=""),
            ),
        ]

    def __str__(self):
        return in_page_language(self.name, self.name_en)

    def record_test(self, *, user, day):
        """Keep that ``user`` reached this number on ``day`` (a date in WIB)."""
        self.last_tested_on, self.last_tested_by, self.last_tested_number = day, user, self.number
        self.save(update_fields=["last_tested_on", "last_tested_by", "last_tested_number"])
