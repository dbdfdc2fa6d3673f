"""Destination countries and the law that opens or closes them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.choices import EmployerKind, RuleAction
from jobs.models.rules import DatedRule, DatedRuleQuerySet
from jobs.models.sources import Sourced
from portal.lib.dated import ExactNumber, exact_code


class DestinationQuerySet(models.QuerySet):
    def with_rules(self, day):
        """Each with ``rules_in_force`` (list), in two queries."""
        return self.select_related("country").prefetch_related(
            models.Prefetch(
                "rules",
                queryset=PlacementRule.objects.in_force(day).select_related("occupation", "checked_in"),
                to_attr="rules_in_force",
            )
        )


class Destination(Sourced):
    country = models.OneToOneField("places.Country", on_delete=models.PROTECT, verbose_name=_("country"))
    # "KDEI Taipei": not always an embassy.
    mission = models.CharField(_("Indonesian mission"), max_length=200, blank=True)
    languages = models.CharField(_("languages at work"), max_length=200, blank=True)
    languages_en = models.CharField(_("languages at work, in English"), max_length=200, blank=True)
    # The facts above were confirmed by a person with authority; until then pages mark them.
    is_checked = models.BooleanField(_("facts checked"), default=False)

    objects = DestinationQuerySet.as_manager()

    class Meta:
        verbose_name = _("destination")
        verbose_name_plural = _("destinations")

    def __str__(self):
        return str(self.country)

    def get_absolute_url(self):
        return reverse("jobs:destination_detail", args=[self.country_id])


class PlacementRule(DatedRule):
    """What the law says of one country, maybe for one kind of employer or one occupation only.

    A country without a rule is closed. A stop or ban that fits wins over an opening (UU 18/2017 art. 31-32;
    PP 59/2021 art. 35).
    """

    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="rules")
    # "" means: any kind of employer. None: any occupation.
    employer_kind = models.CharField(_("kind of employer"), max_length=10, choices=EmployerKind, blank=True)
    occupation = models.ForeignKey("jobs.Occupation", on_delete=models.PROTECT, null=True, blank=True)
    action = models.CharField(_("action"), max_length=10, choices=RuleAction)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement rule")
        verbose_name_plural = _("placement rules")
        constraints = [
            ExclusionConstraint(
                name="placement_rules_for_one_case_do_not_overlap",
                condition=Q(withdrawn_on=None),
                expressions=[
                    (ExactNumber(F("destination_id")), RangeOperators.OVERLAPS),
                    (exact_code("occupation_id"), RangeOperators.OVERLAPS),
                    (
                        ExactNumber(
                            models.Case(
                                models.When(employer_kind="corporate", then=Value(1)),
                                models.When(employer_kind="household", then=Value(2)),
                                default=Value(0),
                                output_field=models.BigIntegerField(),
                            )
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func("valid_from", "valid_to", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="placement_rule_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
        ]

    def __str__(self):
        return f"{self.destination} {self.get_action_display()}"
