"""The privacy notice and the texts people consent to: each a row per version that nobody can change."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lib.dates import WIB, long_date, today_in
from portal.lib.language import in_page_language


class PolicyTextQuerySet(models.QuerySet):
    def notices(self):
        return self.filter(purpose=None)

    def about(self, purpose):
        """Versions of the consent text of ``purpose``, a code or a row."""
        return self.filter(purpose=purpose)

    def published(self, day):
        """In force on ``day`` or before. The first version counts from the start: without one nobody could sign up."""
        return self.filter(Q(valid_from__lte=day) | Q(number=1))

    def newest_first(self):
        """Those in force today (WIB), the one that counts first."""
        return self.published(today_in(WIB)).order_by("-number")

    def current(self):
        """The one version in force today (WIB), or None before any was loaded."""
        return self.newest_first().first()


class PolicyText(models.Model):
    """One version. Append-only: from the day it is loaded its words stay; other words are another version."""

    # None: the privacy notice.
    purpose = models.ForeignKey(
        "accounts.Purpose", on_delete=models.PROTECT, related_name="texts", null=True, verbose_name=_("purpose")
    )
    number = models.PositiveSmallIntegerField(_("version"))  # 1, 2, 3 … without a gap
    valid_from = models.DateField(_("in force from"))
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    body = models.TextField(_("text"))
    body_en = models.TextField(_("text in English"))
    legal_basis = models.CharField(_("legal basis"), max_length=200)
    content_hash = models.CharField(max_length=64)  # SHA-256 over all of the above

    objects = PolicyTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        constraints = [
            models.UniqueConstraint(
                name="text_has_each_version_once", fields=["purpose", "number"], nulls_distinct=False
            ),
            models.UniqueConstraint(
                name="text_has_one_new_version_a_day", fields=["purpose", "valid_from"], nulls_distinct=False
            ),
            models.CheckConstraint(name="text_versions_begin_at_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="text_has_its_hash", condition=Q(content_hash__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self):
        return f"{self.label} ({self.number})"

    def get_absolute_url(self):
        """Where everybody may read this version, for as long as anybody may have agreed to it."""
        if self.purpose_id is None:
            return reverse("pages:privacy_version", args=[self.number])
        return reverse("pages:consent_text", args=[self.purpose.slug, self.number])

    @property
    def label(self):
        return in_page_language(self.title, self.title_en)

    @property
    def body_label(self):
        return in_page_language(self.body, self.body_en)

    @property
    def since(self):
        return long_date(self.valid_from)
