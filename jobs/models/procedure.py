"""How a scheme goes by the rules: its steps in their order, and which of the four proofs rests on no paper there."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from jobs.choices import CheckKind, Instead, Milestone, Scheme
from jobs.models.rules import DatedRule, DatedRuleQuerySet
from portal.lib.dated import exact_word
from portal.lib.language import in_page_language


def _lines(column):
    return Func(
        Func(column, Value("\n"), function="string_to_array"),
        function="cardinality",
        output_field=models.IntegerField(),
    )


def _goes(place, milestone):
    """Whether the step at ``place`` of the way, counted from its end when negative, leads to ``milestone``."""
    return Exact(
        Coalesce(KT(f"way__{place}__milestone"), Value(""), output_field=models.TextField()), Value(milestone.value)
    )


class ProcedureRule(DatedRule):
    """The whole order of one scheme. A step alone says little: who changes one publishes the order anew.

    A scheme without a row: nobody has written its order down.
    """

    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme)
    # One step to a line: its title, a colon, what happens.
    steps = models.TextField(_("steps"), max_length=3000)
    steps_en = models.TextField(_("steps, in English"), max_length=3000)
    # What a placement under it has to reach, in order (jobs.procedures reads it). Empty: nobody can apply under it yet.
    way = models.JSONField(_("steps of a placement"), default=list, blank=True)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        constraints = [
            ExclusionConstraint(
                name="procedures_of_one_scheme_do_not_overlap",
                condition=Q(withdrawn_on=None),
                expressions=[
                    (exact_word("scheme"), RangeOperators.OVERLAPS),
                    (Func("valid_from", "valid_to", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="procedure_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
            models.CheckConstraint(
                name="procedure_tells_each_step_in_both_languages",
                condition=~Q(steps="") & Exact(_lines("steps"), _lines("steps_en")),
            ),
            # Nobody departs without the clearance just before, whatever stands between.
            models.CheckConstraint(
                name="procedure_way_leads_from_application_over_clearance",
                condition=Q(way=[])
                | Q(
                    _goes(0, Milestone.APPLIED),
                    _goes(-3, Milestone.READY),
                    _goes(-2, Milestone.DEPARTED),
                    _goes(-1, Milestone.AT_WORK),
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_scheme_display()}: {self.legal_basis}"

    @property
    def stations(self):
        """(title, what happens) of each step in the page's language."""
        lines = in_page_language(self.steps, self.steps_en).splitlines()
        return [(title, text) for title, _colon, text in (line.partition(": ") for line in lines)]


class ProofRule(DatedRule):
    """Under this scheme a proof rests on no paper, or on another one (UU 18/2017 art. 49, 59, 61, 63).

    Without a rule the paper itself is needed.
    """

    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme)
    proof = models.CharField(_("proof"), max_length=10, choices=CheckKind)
    instead = models.CharField(_("what stands there"), max_length=12, choices=Instead)
    text = models.CharField(_("why, or which paper"), max_length=120)
    text_en = models.CharField(_("why, or which paper, in English"), max_length=120)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof rule")
        verbose_name_plural = _("proof rules")
        constraints = [
            ExclusionConstraint(
                name="proof_rules_for_one_case_do_not_overlap",
                condition=Q(withdrawn_on=None),
                expressions=[
                    (exact_word("scheme"), RangeOperators.OVERLAPS),
                    (exact_word("proof"), RangeOperators.OVERLAPS),
                    (Func("valid_from", "valid_to", Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="proof_rule_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
            # A country closed by its rules is closed under every scheme.
            models.CheckConstraint(
                name="proof_rule_spares_nobody_the_country_rules", condition=~Q(proof=CheckKind.RULES)
            ),
            models.CheckConstraint(name="proof_rule_says_what_stands_there", condition=~Q(text="") & ~Q(text_en="")),
        ]

    def __str__(self):
        return f"{self.get_scheme_display()}: {self.get_proof_display()}"

    @property
    def words(self):
        return in_page_language(self.text, self.text_en)

    @property
    def reference(self):
        """What may be written down as the proof, in the language of the law; "" where a paper has to be named."""
        return f"{self.text} ({self.legal_basis})" if self.instead == Instead.NO_PAPER else ""
