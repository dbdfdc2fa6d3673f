from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ReEntry(models.Model):
    """What changed since the earlier job at the same employer; everything else stands in the earlier case."""

    class Terms(models.TextChoices):
        SAME = "same", _("The same contract goes on")
        EXTENDED = "extended", _("The contract was extended, on the same terms")
        CHANGED = "changed", _("There is a new contract with other terms")

    placement = models.OneToOneField("placements.Placement", on_delete=models.PROTECT, related_name="re_entry")
    home_since = models.DateField(_("at home since"))
    leave_ends_on = models.DateField(_("back at work on"))
    terms = models.CharField(_("contract"), max_length=10, choices=Terms)
    contract_until = models.DateField(_("the contract lasts until"))
    visa_until = models.DateField(_("the visa is valid until"), null=True, blank=True)
    passport_until = models.DateField(_("the passport is valid until"), null=True, blank=True)
    about_changes = models.CharField(_("what else has changed"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("way back to the same employer")
        verbose_name_plural = _("ways back to the same employer")
        constraints = [
            models.CheckConstraint(
                name="way_back_leads_back_after_the_leave_began", condition=Q(leave_ends_on__gt=F("home_since"))
            ),
            models.CheckConstraint(
                name="way_back_leads_to_a_contract_that_lasts", condition=Q(contract_until__gt=F("leave_ends_on"))
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
