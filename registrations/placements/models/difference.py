"""What was promised beside what was signed, term by term, and what the person says of each difference."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Term(models.TextChoices):
    """In the order in which a person asks for them."""

    WAGE = "wage", _("wage")
    DEDUCTIONS = "deductions", _("deducted from each wage")
    HOURS = "hours", _("hours per day")
    DAYS = "days", _("days per week")
    MONTHS = "months", _("months of the contract")
    PLACE = "place", _("place of work")
    JOB = "job", _("the work")


class Verdict(models.TextChoices):
    SAME = "same", _("As promised")
    BETTER = "better", _("Better than promised")
    WORSE = "worse", _("Worse than promised")
    OTHER = "other", _("Different")
    UNKNOWN = "unknown", _("Nothing was promised")


DIFFERENT = (Verdict.BETTER, Verdict.WORSE, Verdict.OTHER)


class ContractDifferenceQuerySet(models.QuerySet):
    def to_answer(self):
        return self.filter(verdict__in=DIFFERENT)

    def with_answer(self):
        """Each with ``answer``: whether the person accepted it when asked last, None before."""
        last = DifferenceAnswer.objects.filter(difference=models.OuterRef("pk")).order_by("-pk")
        return self.annotate(answer=models.Subquery(last.values("is_accepted")[:1]))


class ContractDifference(models.Model):
    """One term of a work contract beside the order, as the order stood on that day; an equal or unknown one too.

    ``promised``, ``signed``: what ``contracts.comparing.words`` prints in the language of the page; None: not stated.
    """

    contract = models.ForeignKey("placements.WorkContract", on_delete=models.PROTECT, related_name="differences")
    term = models.CharField(_("term"), max_length=10, choices=Term)
    promised = models.JSONField(_("promised"), null=True)
    signed = models.JSONField(_("in the contract"))
    verdict = models.CharField(_("verdict"), max_length=7, choices=Verdict)
    # One that the person alone cannot accept: less than the lowest wage of the order, or another work.
    needs_head = models.BooleanField(default=False)

    objects = ContractDifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("term of a work contract beside the order")
        verbose_name_plural = _("terms of work contracts beside the orders")
        constraints = [
            models.UniqueConstraint(name="term_of_a_contract_is_compared_once", fields=["contract", "term"]),
            models.CheckConstraint(
                name="contract_term_unknown_is_never_the_same",
                condition=Q(promised__isnull=False) | Q(verdict__in=["unknown", "worse"]),
            ),
        ]

    def __str__(self):
        return f"{self.term} {self.verdict}"

    @property
    def is_different(self):
        return self.verdict in DIFFERENT


class DifferenceAnswer(models.Model):
    """What the person said of one difference; asked again it is a new row, and the last one counts."""

    difference = models.ForeignKey(ContractDifference, on_delete=models.PROTECT, related_name="answers")
    step = models.ForeignKey("placements.PlacementStep", on_delete=models.PROTECT, related_name="answers")
    is_accepted = models.BooleanField(_("accepted"))

    class Meta:
        verbose_name = _("answer to a difference of a work contract")
        verbose_name_plural = _("answers to differences of work contracts")
        constraints = [
            models.UniqueConstraint(name="difference_is_answered_once_per_step", fields=["difference", "step"]),
        ]

    def __str__(self):
        return f"{self.difference_id} {self.is_accepted}"


class ContractFlag(models.Model):
    """That a contract says less than promised, or the person said no to it: asks an office to look; decides nothing.

    It lives with the contract and is read by the office alone. The head's word ends it, or a corrected contract.
    """

    contract = models.OneToOneField("placements.WorkContract", on_delete=models.PROTECT, related_name="flag")
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="contract_flags")
    raised_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    # The step of the head who looked; None where a corrected contract ended it.
    word = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("flag of a work contract")
        verbose_name_plural = _("flags of work contracts")
        constraints = [
            models.UniqueConstraint(
                name="placement_has_one_standing_contract_flag", fields=["placement"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="contract_flag_ended_by_a_word_has_ended", condition=Q(word=None) | Q(ended_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
