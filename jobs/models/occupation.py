from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.language import in_page_language


class Occupation(models.Model):
    """A unit group of ISCO-08 with our own Indonesian name."""

    isco08 = models.CharField(_("ISCO-08 code"), max_length=4, primary_key=True)
    title = models.CharField(_("name"), max_length=120)
    title_en = models.CharField(_("English name"), max_length=120, blank=True)
    is_checked = models.BooleanField(_("code checked by a person"), default=False)

    class Meta:
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(name="occupation_code_has_four_digits", condition=Q(isco08__regex=r"^[0-9]{4}$")),
        ]

    def __str__(self):
        return in_page_language(self.title, self.title_en)
