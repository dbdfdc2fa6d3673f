"""Exam, skill, social security and visa."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.drafts.fields import AmountField
from portal.lib import passport
from portal.lib.dates import long_date, short_date
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from registrations.placements.models import (
    Competence,
    Insurance,
    MedicalResult,
    PassportSeen,
    Visa,
)
from registrations.placements.models.insurance import LONGEST_COVER
from registrations.placements.passports import why_too_short
from registrations.placements.recording.forms.step import StepForm

SHOWN_OF_A_NUMBER = 4  # its last characters


class MedicalForm(StepForm):
    """Fit or not follows from the step; nothing of what was found is asked."""

    examined_on = day_field(gettext_lazy("Day of the exam"), help_text=DAY_HINT)

    evidence, facts, outcome = MedicalResult, ("examined_on",), MedicalResult.Outcome.FIT

    def clean_examined_on(self):
        """An exam again is another one, not that by which somebody was unfit."""
        day, again = self.cleaned_data["examined_on"], self.case.retest_on() if self.event == "retest" else None
        if again and day < again:
            raise ValidationError(_("The next exam is possible from %(day)s on.") % {"day": long_date(again)})
        return day

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


class PassportForm(StepForm):
    """What stands in the booklet itself, which the officer holds; beside it what the person typed of it."""

    number = forms.CharField(label=gettext_lazy("Passport number"), max_length=12)
    expires_on = day_field(gettext_lazy("Valid until"), help_text=DAY_HINT)

    evidence, facts, lie_ahead = PassportSeen, ("number", "expires_on"), ("expires_on",)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        typed = case.candidate.passports.filter(is_current=True).first()
        if typed:
            until = short_date(typed.expires_on) if typed.expires_on else _("not stated")
            facts = {"end": typed.number[-SHOWN_OF_A_NUMBER:], "until": until}
            self.fields["number"].help_text = _("The person typed one that ends in %(end)s, until %(until)s.") % facts

    def clean_number(self):
        return passport.parse_number(self.cleaned_data["number"])

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if problem := why_too_short(self.case, day):
            raise ValidationError(problem)
        return day


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
    kind = forms.ChoiceField(label=gettext_lazy("What the visa is for"), choices=[("", "–"), *Visa.Kind.choices])
    number = forms.CharField(label=gettext_lazy("Number of the visa"), max_length=40)
    granted_on = day_field(gettext_lazy("Granted on"), help_text=DAY_HINT)
    valid_until = day_field(gettext_lazy("Valid until"), help_text=DAY_HINT)
    is_for_employer = forms.BooleanField(label=gettext_lazy("It names the employer of the order"), required=False)
    is_for_job = forms.BooleanField(label=gettext_lazy("It names the job of the order"), required=False)

    evidence, lie_ahead = Visa, ("valid_until",)
    facts = ("kind", "number", "granted_on", "valid_until", "is_for_employer", "is_for_job")
