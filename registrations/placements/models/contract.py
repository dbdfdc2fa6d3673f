from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import WagePeriod
from portal.lib.language import listed

LONGEST_TERM = 120  # months


class WorkContract(models.Model):
    """What the worker signed: its figures, so that they can be held against those of the order.

    The database refuses to change a row: a corrected contract is a new one.
    """

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="contract")
    signed_on = models.DateField(gettext_lazy("day of the signature"))
    is_for_job = models.BooleanField(gettext_lazy("The job is that of the order"))
    pay = models.DecimalField(gettext_lazy("wage"), max_digits=14, decimal_places=2)
    currency = models.CharField(gettext_lazy("currency"), max_length=3, help_text="ISO 4217")
    period = models.CharField(gettext_lazy("wage period"), max_length=5, choices=WagePeriod)
    deductions = models.DecimalField(
        gettext_lazy("deducted from each wage"), max_digits=14, decimal_places=2, default=0
    )
    hours_per_day = models.DecimalField(gettext_lazy("hours per day"), max_digits=4, decimal_places=2)
    days_per_week = models.DecimalField(gettext_lazy("days per week"), max_digits=3, decimal_places=1)
    place = models.CharField(gettext_lazy("place of work"), max_length=200)
    months = models.PositiveSmallIntegerField(gettext_lazy("months of the contract"))
    # In plain words, for the person.
    explanation = models.TextField(gettext_lazy("why it differs from the order"), blank=True)

    class Meta:
        verbose_name = gettext_lazy("work contract")
        verbose_name_plural = gettext_lazy("work contracts")
        constraints = [
            models.CheckConstraint(
                name="work_contract_pays_something",
                condition=Q(pay__gt=0),
                violation_error_message=gettext_lazy("A work contract names a wage."),
            ),
            models.CheckConstraint(
                name="work_contract_takes_less_than_it_pays",
                condition=Q(deductions__gte=0, deductions__lt=F("pay")),
                violation_error_message=gettext_lazy("What is deducted is less than the wage."),
            ),
            models.CheckConstraint(
                name="work_contract_fits_into_days_and_weeks",
                condition=Q(hours_per_day__gt=0, hours_per_day__lte=24, days_per_week__gt=0, days_per_week__lte=7),
                violation_error_message=gettext_lazy("A day has at most 24 hours, a week at most 7 days."),
            ),
            models.CheckConstraint(
                name="work_contract_lasts_a_month_to_ten_years",
                condition=Q(months__gte=1, months__lte=LONGEST_TERM),
                violation_error_message=gettext_lazy("A work contract lasts from 1 to 120 months."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def not_yet(self):
        """Sentences: what is missing before it counts, from the person and from the head; [] when nothing is."""
        found = self.differences.to_answer().with_answer().order_by("pk")
        answered = {
            False: _("The person does not agree with this in the work contract: %(terms)s."),
            None: _("The person has not answered yet what differs in the work contract: %(terms)s."),
        }
        said = []
        for answer, text in answered.items():
            if terms := [one.get_term_display() for one in found if one.answer is answer]:
                said.append(text % {"terms": listed(terms)})
        if self.needs_head():
            said.append(_("The head has not allowed this work contract yet."))
        return said

    def needs_head(self):
        """Whether it has something that the person alone cannot accept, and no head has allowed it."""
        allowed = hasattr(self, "flag") and self.flag.word_id is not None
        return not allowed and self.differences.filter(needs_head=True).exists()
