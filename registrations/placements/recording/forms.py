"""The small form of each step: what is written down with it, on whose behalf, and why."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import LONGEST_REASON, SeenForm
from jobs.choices import Actor, WagePeriod
from jobs.drafts.costs import CostLines
from jobs.drafts.fields import AmountField, CurrencyField
from jobs.forms import CodeField, LenientForm
from portal.lib.dates import today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from registrations.placements.models import (
    Agreement,
    AgreementCost,
    Arrival,
    Competence,
    Departure,
    Insurance,
    MedicalResult,
    Placement,
    Selection,
    Visa,
    WorkContract,
)
from registrations.placements.models.agreement import forbidden_lines
from registrations.placements.models.contract import LONGEST_TERM
from registrations.placements.models.insurance import LONGEST_COVER
from registrations.placements.workflow import State

# They have an account here, so nobody records for them on a paper of theirs.
WITH_ACCOUNT = {Actor.PERSON, Actor.DISNAKER, Actor.BP3MI, Actor.KP2MI}
_WITHOUT_ACCOUNT = [(one.value, one.label) for one in Actor if one not in WITH_ACCOUNT]


class BoardForm(LenientForm):
    tahap = forms.TypedChoiceField(required=False, choices=State, empty_value="")
    sesudah = CodeField(required=False)


class StepForm(SeenForm):
    """What every step asks: on whose behalf where that body has no account, and a reason where the table wants one.

    ``case``: a Placement. ``actor``: whose turn the step is, None when nobody's.
    """

    behalf_body = forms.ChoiceField(label=gettext_lazy("On behalf of"), choices=_WITHOUT_ACCOUNT)
    behalf_name = forms.CharField(label=gettext_lazy("Its name"), max_length=150)
    behalf_on = day_field(gettext_lazy("Date of its paper"), help_text=DAY_HINT)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )

    evidence = None  # the model whose row is written down with the step
    facts = ()  # its columns, and fields of this form
    lie_ahead = ()  # days that may be in the future

    def __init__(self, *args, case, event, actor=None, **kwargs):
        self.case, self.today = case, today_in(case.office.zone)
        initial = {"seen": case.version, "behalf_body": actor} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        if actor is None or actor in WITH_ACCOUNT:
            for name in ("behalf_body", "behalf_name", "behalf_on"):
                del self.fields[name]
        if not case.steps[event].needs_reason:
            del self.fields["reason"]
        last = [name for name in ("behalf_body", "behalf_name", "behalf_on", "reason") if name in self.fields]
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def clean(self):
        cleaned = super().clean()
        for name, field in self.fields.items():
            day = cleaned.get(name)
            if isinstance(field, forms.DateField) and day and day > self.today and name not in self.lie_ahead:
                self.add_error(name, _("This date lies in the future."))
        if self.evidence and not self.errors:
            self._hold_against_the_table()
        return cleaned

    def _hold_against_the_table(self):
        """What the database would refuse is told as its sentence."""
        row = self.evidence_row()
        try:
            row.full_clean(exclude=["step"], validate_unique=False)
        except ValidationError as refusal:
            for name, problems in refusal.error_dict.items():
                self.add_error(name if name in self.fields else None, problems)

    def evidence_row(self):
        """The row to be kept, without its step; None where a step leaves none."""
        return self.evidence(**{name: self.cleaned_data[name] for name in self.facts}) if self.evidence else None

    @property
    def lines(self):
        return []

    @property
    def columns(self):
        """Columns of the case itself."""
        return {}

    @property
    def behalf(self):
        """Facts of OnBehalf, None where whoever acts has an account."""
        if "behalf_body" not in self.fields:
            return None
        found = self.cleaned_data
        return {"body": found["behalf_body"], "name": found["behalf_name"], "dated_on": found["behalf_on"]}


class SelectionForm(StepForm):
    held_on = day_field(gettext_lazy("Day of the selection"), help_text=DAY_HINT)
    where = forms.ChoiceField(label=gettext_lazy("Held at"), choices=Selection.Where)

    evidence, facts = Selection, ("held_on", "where")


class AgreementForm(StepForm):
    signed_on = day_field(gettext_lazy("Day of the signature"), help_text=DAY_HINT)
    number = forms.CharField(label=gettext_lazy("Number of the agreement"), max_length=64)
    copy_given = forms.BooleanField(
        label=gettext_lazy("The worker has a copy of the agreement and its cost table"), required=False
    )

    evidence, facts = Agreement, ("signed_on", "number", "copy_given")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        items = case.vacancy.cost_items.order_by("pk") if case.vacancy else []
        names = ("component", "payer", "amount", "currency")
        self.costs = CostLines(
            self.data if self.is_bound else None,
            prefix="cost",
            initial=[{name: getattr(item, name) for name in names} for item in items],
            form_kwargs={"use_required_attribute": False},
        )
        for line in self.costs:
            del line.fields["note"]

    def clean(self):
        cleaned = super().clean()
        if not self.costs.is_valid():
            self.add_error(None, _("The cost table has a line to put right."))
            return cleaned
        day = cleaned.get("signed_on") or self.today
        rows = [AgreementCost(**line) for line in self.lines]
        for row in forbidden_lines(self.case, rows, day):
            facts = {"component": row.get_component_display()}
            self.add_error(None, _("%(component)s: by the rule in force the worker pays nothing for this.") % facts)
        return cleaned

    @property
    def lines(self):
        names = ("component", "payer", "amount", "currency")
        return [{name: line[name] for name in names} for line in self.costs.lines]


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


class ContractForm(StepForm):
    signed_on = day_field(gettext_lazy("Day of the signature"), help_text=DAY_HINT)
    is_for_job = forms.BooleanField(label=gettext_lazy("The job is that of the order"), required=False)
    pay = AmountField(label=gettext_lazy("Wage"))
    currency = CurrencyField(label=gettext_lazy("Currency"))
    period = forms.ChoiceField(label=gettext_lazy("Wage period"), choices=WagePeriod)
    deductions = AmountField(
        label=gettext_lazy("Deducted from each wage"), help_text=gettext_lazy("0 when nothing is deducted.")
    )
    hours_per_day = forms.DecimalField(
        label=gettext_lazy("Hours per day"), max_digits=4, decimal_places=2, localize=True
    )
    days_per_week = forms.DecimalField(
        label=gettext_lazy("Days per week"), max_digits=3, decimal_places=1, localize=True
    )
    place = forms.CharField(label=gettext_lazy("Place of work"), max_length=200)
    months = forms.IntegerField(label=gettext_lazy("Months of the contract"), min_value=1, max_value=LONGEST_TERM)

    evidence = WorkContract
    facts = (
        "signed_on", "is_for_job", "pay", "currency", "period", "deductions", "hours_per_day", "days_per_week", "place",
        "months",
    )  # fmt: skip


class CardForm(StepForm):
    """Number of the card and day of departure: another officer clears by them."""

    e_card_number = forms.CharField(label=gettext_lazy("Number of the E-KPMI"), max_length=40)
    planned_departure_on = day_field(gettext_lazy("Day of departure"), help_text=DAY_HINT)

    lie_ahead = ("planned_departure_on",)

    def __init__(self, *args, case, **kwargs):
        now = {"e_card_number": case.e_card_number, "planned_departure_on": case.planned_departure_on}
        super().__init__(*args, case=case, initial=now, **kwargs)

    def clean_e_card_number(self):
        number = self.cleaned_data["e_card_number"]
        if Placement.objects.filter(e_card_number=number).exclude(pk=self.case.pk).exists():
            raise ValidationError(_("Another case has this number already."))
        return number

    def clean_planned_departure_on(self):
        day = self.cleaned_data["planned_departure_on"]
        if day < self.today:
            raise ValidationError(_("The day of departure is over."))
        return day

    @property
    def columns(self):
        return {name: self.cleaned_data[name] for name in ("e_card_number", "planned_departure_on")}


class DepartureForm(StepForm):
    left_on = day_field(gettext_lazy("Day of departure"), help_text=DAY_HINT)
    port = forms.CharField(label=gettext_lazy("Airport, harbour or border post"), max_length=100)
    carrier = forms.CharField(label=gettext_lazy("Flight or ship"), max_length=60)

    evidence, facts = Departure, ("left_on", "port", "carrier")


class ArrivalForm(StepForm):
    arrived_on = day_field(gettext_lazy("Day of arrival"), help_text=DAY_HINT)
    mission = forms.CharField(label=gettext_lazy("Embassy or consulate"), max_length=150)

    evidence, facts = Arrival, ("arrived_on", "mission")
