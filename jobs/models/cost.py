"""What work abroad may cost the candidate: what sources state, and what rules say."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from jobs.choices import CostComponent, CostStance, Payer
from jobs.models.rules import DatedRule, DatedRuleQuerySet
from portal.lib.dated import exact_code, exact_word


class CostItem(models.Model):
    """One line of a cost table: component, amount and who pays. A missing line is unknown, never zero."""

    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.CASCADE, related_name="cost_items")
    component = models.CharField(_("component"), max_length=20, choices=CostComponent)
    payer = models.CharField(_("paid by"), max_length=10, choices=Payer)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="IDR", help_text="ISO 4217")
    is_refundable = models.BooleanField(_("refundable"), default=False)
    legal_basis = models.CharField(_("legal basis"), max_length=250, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("cost item")
        verbose_name_plural = _("cost items")
        constraints = [
            models.UniqueConstraint(name="cost_component_once_per_payer", fields=["vacancy", "component", "payer"]),
            models.CheckConstraint(name="cost_amount_is_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self):
        return self.get_component_display()


def is_forbidden(item, freed):
    """Whether rules that free the candidate of these components forbid what this line of a cost table asks.

    "" among them stands for each of the 14; ``other`` lies outside of them.
    """
    if item.payer != Payer.CANDIDATE or not item.amount:
        return False
    return item.component in freed or ("" in freed and item.component != CostComponent.OTHER)


class CostRuleQuerySet(DatedRuleQuerySet):
    def fitting(self, vacancy):
        """Rules for its country and occupation, or for any."""
        return self.filter(
            Q(destination=None) | Q(destination=vacancy.destination_id),
            Q(occupation=None) | Q(occupation=vacancy.occupation_id),
        )

    def forbidding(self, vacancy):
        """Zero-cost rules that a stated fee for the candidate contradicts."""
        asked = {item.component for item in vacancy.cost_items.all() if item.payer == Payer.CANDIDATE and item.amount}
        named = Q(component__in=asked) | (Q(component="") if asked - {CostComponent.OTHER} else Q())
        return self.fitting(vacancy).filter(named, stance=CostStance.ZERO) if asked else self.none()


class CostRule(DatedRule):
    """What a decree says of the candidate's cost, or that two sides dispute it; for a country, an occupation, a component.

    UU 18/2017 art. 30; Perban BP2MI 9/2020. Without a rule nothing is known, which is never Rp0.
    """

    # None: any. component "": each of the 14.
    destination = models.ForeignKey("jobs.Destination", on_delete=models.PROTECT, null=True, blank=True)
    occupation = models.ForeignKey("jobs.Occupation", on_delete=models.PROTECT, null=True, blank=True)
    component = models.CharField(_("component"), max_length=20, choices=CostComponent, blank=True)
    stance = models.CharField(_("what it says"), max_length=10, choices=CostStance)
    # Of a dispute: what each side says.
    position = models.TextField(_("positions"), blank=True)
    position_en = models.TextField(_("positions, in English"), blank=True)

    objects = CostRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("cost rule")
        verbose_name_plural = _("cost rules")
        constraints = [
            ExclusionConstraint(
                name="cost_rules_for_one_case_do_not_overlap",
                condition=Q(withdrawn_on=None),
                expressions=[
                    (exact_code("destination_id"), RangeOperators.OVERLAPS),
                    (exact_code("occupation_id"), RangeOperators.OVERLAPS),
                    (exact_word("component"), RangeOperators.OVERLAPS),
                    (exact_word("stance"), RangeOperators.OVERLAPS),
                    (Func("valid_from", "valid_to", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="cost_rule_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
            models.CheckConstraint(
                name="cost_rule_of_a_dispute_tells_the_positions",
                condition=~Q(stance=CostStance.DISPUTED) | ~Q(position=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_stance_display()}: {self.legal_basis}"

    def fits(self, vacancy):
        """Whether it speaks of this country and work, as ``CostRuleQuerySet.fitting`` asks in the database."""
        return self.destination_id in {None, vacancy.destination_id} and self.occupation_id in {
            None,
            vacancy.occupation_id,
        }
