"""Which papers a scheme asks for (UU 18/2017 art. 13; PP 10/2020 for government to government), and how long they count."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jobs.choices import Counted, DueStep, Marital, Paper, PaperNeed, Scheme, Sex
from jobs.models.rules import DatedRule, DatedRuleQuerySet
from portal.lib.dated import exact_code, exact_word


def _bound(column, open_end):
    # A rule of any age gets a range of its own below every age: it stands beside a rule for some ages, which then wins.
    any_age = When(Q(age_max=None, age_min=None), then=Value(-1))
    return Case(any_age, default=Coalesce(column, Value(open_end)), output_field=models.IntegerField())


def _ages():
    bounds = (_bound("age_min", 0), _bound("age_max", 200), Value("[]"))
    return Func(*bounds, function="int4range", output_field=models.Field())


class PaperRule(DatedRule):
    """One paper under one scheme, for everybody there or for some. Which of several counts: jobs.requirements.

    A scheme without any row: nobody has written down what it needs, which is not "nothing".
    """

    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme)
    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    need = models.CharField(_("needed"), max_length=8, choices=PaperNeed)
    # For whom it holds. None or "": for anybody.
    destination = models.ForeignKey("jobs.Destination", on_delete=models.PROTECT, null=True, blank=True)
    occupation = models.ForeignKey("jobs.Occupation", on_delete=models.PROTECT, null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    marital = models.CharField(_("marital status"), max_length=8, choices=Marital, blank=True)
    age_min = models.PositiveSmallIntegerField(_("from which age"), null=True, blank=True)  # completed years
    age_max = models.PositiveSmallIntegerField(_("up to which age"), null=True, blank=True)
    due = models.CharField(_("due before"), max_length=16, choices=DueStep, blank=True)  # "": not written down
    issuer = models.CharField(_("given out by"), max_length=120, blank=True)
    issuer_en = models.CharField(_("given out by, in English"), max_length=120, blank=True)
    # What a person is told where this case differs; "": what the guide says of the paper.
    why = models.CharField(_("what it is for"), max_length=300, blank=True)
    why_en = models.CharField(_("what it is for, in English"), max_length=300, blank=True)
    where_to_get = models.CharField(_("where to get it"), max_length=300, blank=True)
    where_to_get_en = models.CharField(_("where to get it, in English"), max_length=300, blank=True)
    cost = models.CharField(_("what it costs"), max_length=300, blank=True)
    cost_en = models.CharField(_("what it costs, in English"), max_length=300, blank=True)

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
                    (exact_code("destination_id"), RangeOperators.OVERLAPS),
                    (exact_code("occupation_id"), RangeOperators.OVERLAPS),
                    (exact_word("sex"), RangeOperators.OVERLAPS),
                    (exact_word("marital"), RangeOperators.OVERLAPS),
                    (_ages(), RangeOperators.OVERLAPS),
                    (Func("valid_from", "valid_to", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="paper_rule_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
            models.CheckConstraint(
                name="paper_rule_ages_in_order",
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_min__lte=F("age_max")),
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
