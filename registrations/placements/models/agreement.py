from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.choices import CostComponent, CostStance, Payer
from jobs.models import CostRule
from jobs.models.cost import is_forbidden


class Agreement(models.Model):
    """The placement agreement; what it costs and who pays stands in its lines."""

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="agreement")
    signed_on = models.DateField(_("day of the signature"))
    number = models.CharField(_("number of the agreement"), max_length=64)
    copy_given = models.BooleanField(_("The worker has a copy of the agreement and its cost table"))

    class Meta:
        verbose_name = _("placement agreement")
        verbose_name_plural = _("placement agreements")
        constraints = [
            models.CheckConstraint(name="placement_agreement_has_its_number", condition=~Q(number="")),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class AgreementCost(models.Model):
    """One line of the cost table: a missing line is unknown, never zero."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="costs")
    component = models.CharField(_("component"), max_length=20, choices=CostComponent)
    payer = models.CharField(_("paid by"), max_length=10, choices=Payer)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="IDR", help_text="ISO 4217")

    class Meta:
        verbose_name = _("line of the cost table of a placement agreement")
        verbose_name_plural = _("lines of the cost tables of placement agreements")
        constraints = [
            models.UniqueConstraint(
                name="placement_agreement_has_a_component_once_per_payer", fields=["agreement", "component", "payer"]
            ),
            models.CheckConstraint(name="placement_agreement_asks_no_less_than_nothing", condition=Q(amount__gte=0)),
        ]

    def __str__(self):
        return self.get_component_display()


def forbidden_lines(case, lines, day):
    """Those of ``lines`` (with component, payer and amount) that a cost rule in force on ``day`` forbids for this case."""
    rules = CostRule.objects.in_force(day).fitting(case).filter(stance=CostStance.ZERO)
    freed = set(rules.values_list("component", flat=True))
    return [line for line in lines if is_forbidden(line, freed)]
