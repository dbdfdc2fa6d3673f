"""Work contract, card, departure and arrival."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import LONGEST_REASON
from jobs.choices import WagePeriod
from jobs.drafts.fields import AmountField, CurrencyField
from portal.lib.dates import add_months, today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from portal.lib.language import listed
from registrations.placements.contracts.comparing import compare, differing, stated
from registrations.placements.contracts.reading import is_held_to_the_order
from registrations.placements.models import (
    Arrival,
    Departure,
    Placement,
    WorkContract,
)
from registrations.placements.models.contract import LONGEST_TERM
from registrations.placements.recording.forms.step import StepForm, tell_missions

_FARTHEST_MONTHS = 24
_FLIGHT_HINT = gettext_lazy("As on the ticket. Whoever leaves with the same one stands together on the departure list.")


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

    explanation = forms.CharField(
        label=optional(gettext_lazy("Why it differs from the order")),
        help_text=gettext_lazy("Only where it does. In plain words: the person reads this and says yes or no."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    evidence = WorkContract
    facts = (
        "signed_on", "is_for_job", "pay", "currency", "period", "deductions", "hours_per_day", "days_per_week", "place",
        "months", "explanation",
    )  # fmt: skip

    def __init__(self, *args, case, **kwargs):
        """In what the order pays stands ready; how much is read from the contract."""
        order = case.order
        paid_in = {"currency": order.currency, "period": order.wage_period} if order else {}
        super().__init__(*args, case=case, initial=paid_in, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["explanation"] and (terms := self._differing()):
            text = _("This contract differs from the order: %(terms)s. Write down why; the person reads it.")
            self.add_error("explanation", text % {"terms": listed(terms)})
        return cleaned

    def _differing(self):
        return differing(compare(self.case.order, self.evidence_row())) if is_held_to_the_order(self.case) else []

    @property
    def promised(self):
        """(name of a term, what the order says) of what it states, to be typed beside."""
        return stated(self.case.order) if self.case.order else []

    @property
    def taken(self):
        """A contract that differs is written down and waits: the person has to say yes before it counts."""
        return "record_contract" if self._differing() else self.event


class CardForm(StepForm):
    """Number of the card and day of departure: another officer clears by them."""

    e_card_number = forms.CharField(label=gettext_lazy("Number of the E-KPMI"), max_length=40)
    planned_departure_on = day_field(gettext_lazy("Day of departure"), help_text=DAY_HINT)

    planned_carrier = forms.CharField(
        label=optional(gettext_lazy("Flight or ship")), max_length=60, required=False, help_text=_FLIGHT_HINT
    )
    planned_port = forms.CharField(
        label=optional(gettext_lazy("Airport, harbour or border post")), max_length=100, required=False
    )

    lie_ahead = ("planned_departure_on",)
    of_case = ("e_card_number", "planned_departure_on", "planned_carrier", "planned_port")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, initial={name: getattr(case, name) for name in self.of_case}, **kwargs)

    def clean_planned_carrier(self):
        """One flight is one line of the departure list, however its number was typed."""
        return " ".join(self.cleaned_data["planned_carrier"].upper().split())

    def clean_e_card_number(self):
        number = self.cleaned_data["e_card_number"]
        if Placement.objects.filter(e_card_number=number).exclude(pk=self.case.pk).exists():
            raise ValidationError(_("Another case has this number already."))
        return number

    def clean_planned_departure_on(self):
        day = self.cleaned_data["planned_departure_on"]
        if day < self.today:
            raise ValidationError(_("The day of departure is over."))
        if day > add_months(self.today, _FARTHEST_MONTHS):
            raise ValidationError(_("Please write a day within the next two years."))
        return day

    @property
    def columns(self):
        return {name: self.cleaned_data[name] for name in self.of_case}


class DepartureForm(StepForm):
    left_on = day_field(gettext_lazy("Day of departure"), help_text=DAY_HINT)
    port = forms.CharField(label=gettext_lazy("Airport, harbour or border post"), max_length=100)
    carrier = forms.CharField(label=gettext_lazy("Flight or ship"), max_length=60)

    evidence, facts = Departure, ("left_on", "port", "carrier")

    def __init__(self, *args, case, **kwargs):
        planned = {"port": case.planned_port, "carrier": case.planned_carrier}
        if case.planned_departure_on and case.planned_departure_on <= today_in(case.office.zone):
            planned["left_on"] = case.planned_departure_on
        super().__init__(*args, case=case, initial=planned, **kwargs)


class ArrivalForm(StepForm):
    arrived_on = day_field(gettext_lazy("Day of arrival"), help_text=DAY_HINT)
    mission = forms.CharField(label=gettext_lazy("Embassy or consulate"), max_length=150)

    evidence, facts = Arrival, ("arrived_on", "mission")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        tell_missions(self.fields["mission"], case)
