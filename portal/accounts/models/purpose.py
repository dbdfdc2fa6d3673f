from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.language import in_page_language


class PurposeQuerySet(models.QuerySet):
    def current(self):
        return self.filter(valid_to=None)

    def asked(self):
        """For which the person is asked and may say no."""
        return self.current().filter(basis=Purpose.Basis.CONSENT)

    def told(self):
        """For which nobody is asked: the notice tells of them."""
        return self.current().exclude(basis=Purpose.Basis.CONSENT)


class Purpose(models.Model):
    """What personal data is used for. Loaded from the packaged file; a purpose that changes is a new one."""

    class Basis(models.TextChoices):
        """The legal bases of UU 27/2022 Pasal 20 that the portal rests on."""

        LAW = "law", _("Duty by law")
        PUBLIC_DUTY = "public_duty", _("Public service")
        CONSENT = "consent", _("Your consent")

    code = models.CharField(max_length=40, primary_key=True)
    slug = models.SlugField(max_length=40, unique=True)
    place = models.PositiveSmallIntegerField(_("place in lists"))
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    basis = models.CharField(_("legal basis"), max_length=20, choices=Basis)
    article = models.CharField(_("article"), max_length=120)
    # Whether somebody has read the article for this purpose; where not, each page says so.
    is_checked = models.BooleanField(_("article was checked"))
    uses = models.TextField(_("data used"))
    uses_en = models.TextField(_("data used, in English"))
    kept_for = models.CharField(_("kept for"), max_length=200)
    kept_for_en = models.CharField(_("kept for, in English"), max_length=200)
    valid_to = models.DateField(_("last day"), null=True)  # None: in use

    objects = PurposeQuerySet.as_manager()

    class Meta:
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(name="purpose_code_is_a_code", condition=Q(code__regex=r"^[a-z][a-z0-9_]*$")),
            models.CheckConstraint(
                name="purpose_has_a_legal_basis", condition=Q(basis__in=["law", "public_duty", "consent"])
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        return in_page_language(self.name, self.name_en)

    @property
    def uses_label(self):
        return in_page_language(self.uses, self.uses_en)

    @property
    def kept_for_label(self):
        return in_page_language(self.kept_for, self.kept_for_en)
