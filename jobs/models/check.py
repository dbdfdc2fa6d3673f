from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.choices import CheckKind


class CheckQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(set_aside_at=None)

    def proofs(self):
        return self.standing().filter(is_sufficient=True)


class Check(models.Model):
    """What an officer found at one of the four checks: who looked, when, at what, and whether it is enough."""

    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(_("check"), max_length=8, choices=CheckKind)
    is_sufficient = models.BooleanField(_("enough as a proof"), default=True, db_default=True)
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, verbose_name=_("office"))
    checked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, verbose_name=_("checked by"))
    checked_on = models.DateField(_("checked on"))
    reference = models.CharField(_("reference"), max_length=250)
    reference_date = models.DateField(_("date of the reference"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, db_default="")  # for colleagues, never public
    scan = models.ForeignKey("jobs.Scan", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    # Since then it no longer counts: a newer one took its place, or the facts changed. None: it stands.
    set_aside_at = models.DateTimeField(null=True, editable=False)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        constraints = [
            models.UniqueConstraint(
                name="vacancy_check_of_each_kind_stands_once",
                fields=["vacancy", "kind"],
                condition=Q(set_aside_at=None),
            ),
            models.CheckConstraint(name="check_names_its_reference", condition=~Q(reference="")),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_proof(self):
        return self.is_sufficient and self.set_aside_at is None
