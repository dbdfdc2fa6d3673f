"""Exam, skill, social security and visa."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.drafts.fields import AmountField
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from registrations.placements.models import (
    Competence,
    Insurance,
    MedicalResult,
    Visa,
)
from registrations.placements.models.insurance import LONGEST_COVER
from registrations.placements.recording.forms.step import StepForm


class MedicalForm(StepForm):
    """Fit or not follows from the step; nothing of what was found is asked."""

    examined_on = day_field(gettext_lazy("Day of the exam"), help_text=DAY_HINT)

    evidence, facts, outcome = MedicalResult, ("examined_on",), MedicalResult.Outcome.FIT

    def evidence_row(self):
        row = super().evidence_row()
        row.outcome, row.retest_on = self.outcome, self.cleaned_data.get("retest_on")
        return row


class UnfitForm(MedicalForm):
    retest_on = day_field(gettext_lazy("To be examined again from"), help_text=DAY_HINT)

    outcome, lie_ahead = MedicalResult.Outcome.UNFIT, ("retest_on",)

    def clean(self):
        cleaned = super().clean()
        examined, again = cleaned.get("examined_on"), cleaned.get("retest_on")
        if examined and again and again <= examined:
            self.add_error("retest_on", _("The next exam comes after this one."))
        return cleaned


class UnfitForGoodForm(MedicalForm):
    outcome = MedicalResult.Outcome.UNFIT_FOR_GOOD


class CompetenceForm(StepForm):
    issued_on = day_field(gettext_lazy("Day of issue"), help_text=DAY_HINT)
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=150)
    number = forms.CharField(label=optional(gettext_lazy("Number of the certificate")), max_length=64, required=False)
    substitute = forms.ChoiceField(
        label=optional(gettext_lazy("Instead of a certificate")),
        choices=[("", gettext_lazy("Nothing, there is a certificate")), *Competence.Substitute.choices],
        required=False,
    )
    hours = forms.IntegerField(
        label=optional(gettext_lazy("Hours of training")), required=False, min_value=1, max_value=9999
    )

    evidence, facts = Competence, ("issued_on", "issuer", "number", "substitute", "hours")


class InsuranceForm(StepForm):
    number = forms.RegexField(
        r"\A[0-9]{11}\Z",
        label=gettext_lazy("Number of BPJS Ketenagakerjaan (KPJ)"),
        error_messages={"invalid": gettext_lazy("The number (KPJ) has 11 digits.")},
    )
    paid_on = day_field(gettext_lazy("Day of the payment"), help_text=DAY_HINT)
    months = forms.IntegerField(
        label=gettext_lazy("Months at work that are paid"),
        min_value=0,
        max_value=LONGEST_COVER,
        help_text=gettext_lazy("0 when only the time before work is paid so far."),
    )
    paid = AmountField(label=gettext_lazy("Paid, in rupiah"))

    evidence, facts = Insurance, ("number", "paid_on", "months", "paid")


class VisaForm(StepForm):
    kind = forms.ChoiceField(label=gettext_lazy("What the visa is for"), choices=Visa.Kind)
    number = forms.CharField(label=gettext_lazy("Number of the visa"), max_length=40)
    granted_on = day_field(gettext_lazy("Granted on"), help_text=DAY_HINT)
    valid_until = day_field(gettext_lazy("Valid until"), help_text=DAY_HINT)
    is_for_employer = forms.BooleanField(label=gettext_lazy("It names the employer of the order"), required=False)
    is_for_job = forms.BooleanField(label=gettext_lazy("It names the job of the order"), required=False)

    evidence, lie_ahead = Visa, ("valid_until",)
    facts = ("kind", "number", "granted_on", "valid_until", "is_for_employer", "is_for_job")
