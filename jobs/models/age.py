"""From which age work abroad is allowed (UU 18/2017 art. 5); a country may ask for more."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from jobs.choices import EmployerKind
from jobs.models.rules import DatedRule, DatedRuleQuerySet
from portal.lib.dated import exact_code, exact_word


class AgeRule(DatedRule):
    """The youngest age for a country, a kind of employer, an occupation, or for any. Of those that fit the highest counts."""

    # None or "": any.
    destination = models.ForeignKey("jobs.Destination", on_delete=models.PROTECT, null=True, blank=True)
    employer_kind = models.CharField(_("kind of employer"), max_length=10, choices=EmployerKind, blank=True)
    occupation = models.ForeignKey("jobs.Occupation", on_delete=models.PROTECT, null=True, blank=True)
    min_age = models.PositiveSmallIntegerField(_("youngest age"))  # completed years on the day the order names

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("age rule")
        verbose_name_plural = _("age rules")
        constraints = [
            ExclusionConstraint(
                name="age_rules_for_one_case_do_not_overlap",
                condition=Q(withdrawn_on=None),
                expressions=[
                    (exact_code("destination_id"), RangeOperators.OVERLAPS),
                    (exact_word("employer_kind"), RangeOperators.OVERLAPS),
                    (exact_code("occupation_id"), RangeOperators.OVERLAPS),
                    (Func("valid_from", "valid_to", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="age_rule_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
        ]

    def __str__(self):
        return f"{self.min_age}: {self.legal_basis}"

    def fits(self, vacancy):
        """Whether it speaks of this country, employer and work; what the vacancy leaves open, no narrower rule fits."""
        return (
            self.destination_id in {None, vacancy.destination_id}
            and self.employer_kind in {"", vacancy.employer_kind}
            and self.occupation_id in {None, vacancy.occupation_id}
        )
