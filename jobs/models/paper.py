"""Which papers a scheme asks for (UU 18/2017 art. 13; PP 10/2020 for government to government), and how long they count."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from jobs.choices import Counted, Paper, PaperNeed, Scheme
from jobs.models.rules import DatedRule, DatedRuleQuerySet
from portal.lib.dated import exact_word


class PaperRule(DatedRule):
    """One paper under one scheme. A scheme without any row: nobody has written down what it needs, which is not "nothing"."""

    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme)
    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    need = models.CharField(_("needed"), max_length=8, choices=PaperNeed)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper rule")
        verbose_name_plural = _("paper rules")
        constraints = [
            ExclusionConstraint(
                name="paper_rules_for_one_case_do_not_overlap",
                condition=Q(withdrawn_on=None),
                expressions=[
                    (exact_word("scheme"), RangeOperators.OVERLAPS),
                    (exact_word("paper"), RangeOperators.OVERLAPS),
                    (Func("valid_from", "valid_to", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="paper_rule_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
        ]

    def __str__(self):
        return f"{self.get_scheme_display()}: {self.get_paper_display()}"


class ValidityRule(DatedRule):
    """How long a paper counts, under one scheme or under any. Without a rule nobody knows, which is not "for ever"."""

    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme, blank=True)  # "": any
    months = models.PositiveSmallIntegerField(_("months"))
    counted = models.CharField(_("counted"), max_length=15, choices=Counted)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("validity rule")
        verbose_name_plural = _("validity rules")
        constraints = [
            ExclusionConstraint(
                name="validity_rules_for_one_case_do_not_overlap",
                condition=Q(withdrawn_on=None),
                expressions=[
                    (exact_word("paper"), RangeOperators.OVERLAPS),
                    (exact_word("scheme"), RangeOperators.OVERLAPS),
                    (exact_word("counted"), RangeOperators.OVERLAPS),
                    (Func("valid_from", "valid_to", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="validity_rule_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
        ]

    def __str__(self):
        return f"{self.get_paper_display()}: {self.months}"
