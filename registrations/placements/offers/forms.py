"""What a person tells of a job that they found on their own: three short pages."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import SeenForm
from jobs.choices import EmployerKind, Scheme, WagePeriod
from jobs.drafts.fields import AmountField, CurrencyField
from jobs.models import Destination, Occupation
from portal.lib.dates import WIB, add_months, today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from registrations.placements.models import Placement, ReEntry
from registrations.placements.models.contract import LONGEST_TERM
from registrations.placements.models.own_offer import FoundBy
from registrations.placements.offers.law import why_closed

JAPAN = "JP"
_FARTHEST_MONTHS = 24
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


class Purpose(models.TextChoices):
    """Whoever goes to learn is no migrant worker (UU 18/2017 art. 4(2)); asked so that nobody finds it out at the border."""

    WORK = "work", gettext_lazy("To work for a wage")
    TRAINING = "training", gettext_lazy("As a trainee (magang), to learn or to study")


class PartForm(SeenForm):
    """A page. ``case``: the Placement in preparation, None before anything was kept; ``candidate``: whose it is."""

    def __init__(self, *args, candidate, case=None, **kwargs):
        self.candidate, self.case = candidate, case
        initial = {"seen": case.own_offer.version if case else 0} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)

    def answers(self):
        """Of a valid form: {column: value}."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "key"}}


class JobForm(PartForm):
    key = forms.UUIDField(widget=forms.HiddenInput)
    scheme = forms.ChoiceField(
        label=gettext_lazy("Which way is yours?"),
        choices=[
            (Scheme.PERSEORANGAN.value, gettext_lazy("I found the job myself")),
            (Scheme.SSW_MANDIRI.value, gettext_lazy("I found it myself: Japan, Specified Skilled Worker (SSW)")),
            (Scheme.UKPS.value, gettext_lazy("The company I work for in Indonesia sends me")),
        ],
        widget=forms.RadioSelect,
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("What do you go there for?"), choices=Purpose, widget=forms.RadioSelect
    )
    employer_kind = forms.ChoiceField(
        label=gettext_lazy("Who employs you there?"), choices=EmployerKind, widget=forms.RadioSelect
    )
    destination = forms.ModelChoiceField(Destination.objects.none(), label=gettext_lazy("Country"))
    occupation = forms.ModelChoiceField(
        Occupation.objects.none(),
        label=gettext_lazy("Kind of work"),
        help_text=gettext_lazy("The one that comes closest. In your own words below."),
    )
    title = forms.CharField(
        label=gettext_lazy("What you will do, in your own words"),
        max_length=250,
        help_text=gettext_lazy("As the letter of the employer says it, for instance: software engineer."),
    )

    def __init__(self, *args, case=None, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        if case is not None:
            del self.fields["key"]
            now = {name: getattr(case, name) for name in ("scheme", "employer_kind", "destination", "occupation")}
            self.initial |= now | {"purpose": Purpose.WORK, "title": case.own_offer.title}
        else:
            self.fields["key"].initial = uuid4
        self.fields["destination"].queryset = Destination.objects.select_related("country").order_by("country__name")
        self.fields["occupation"].queryset = Occupation.objects.order_by("title")
        for name in ("destination", "occupation"):
            self.fields[name].empty_label = _("Please choose")

    def clean_employer_kind(self):
        kind = self.cleaned_data["employer_kind"]
        if kind == EmployerKind.HOUSEHOLD:
            sentence = _("This way is for companies and institutions only, never for a household.")
            elsewhere = _("Work in a household goes through a placement company (P3MI).")
            raise ValidationError(f"{sentence} {elsewhere}")
        return kind

    def clean_purpose(self):
        if self.cleaned_data["purpose"] == Purpose.TRAINING:
            sentence = _("Training and study are no work placement by the law (UU 18/2017, article 4).")
            asked = _("This way is only for work with a wage and a work contract.")
            raise ValidationError(f"{sentence} {asked}")
        return self.cleaned_data["purpose"]

    def clean(self):
        found = super().clean()
        country = found.get("destination")
        if country and found.get("scheme") == Scheme.SSW_MANDIRI and country.country_id != JAPAN:
            self.add_error(
                "destination", _("SSW is for Japan alone. Another country? Choose “I found the job myself”.")
            )
        elif country and found.get("occupation"):
            self._ask_the_law(country, found["occupation"])
        return found

    def _ask_the_law(self, country, occupation):
        if closed := why_closed(country, occupation, today_in(WIB)):
            self.add_error("destination", closed)
        about = {"destination": country, "occupation": occupation, "employer_kind": EmployerKind.CORPORATE}
        for sentence in Placement(candidate=self.candidate, **about).gaps():
            self.add_error("occupation", sentence)

    def answers(self):
        found = super().answers()
        del found["purpose"]
        return found


class EmployerForm(PartForm):
    employer_name = forms.CharField(label=gettext_lazy("Name of the employer"), max_length=200)
    employer_address = forms.CharField(
        label=gettext_lazy("Address of the employer"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    employer_contact = forms.CharField(
        label=gettext_lazy("Telephone, e-mail or website of the employer"), max_length=200
    )
    sending_company = forms.CharField(label=gettext_lazy("Company in Indonesia that sends you"), max_length=200)
    sending_permit = forms.CharField(
        label=gettext_lazy("Number of its permit for this"),
        max_length=64,
        help_text=gettext_lazy("Ask the personnel office. Without this permit nobody may be sent."),
    )
    found_by = forms.ChoiceField(
        label=gettext_lazy("How did you find this job?"), choices=FoundBy, widget=forms.RadioSelect
    )
    asked_for_money = forms.TypedChoiceField(
        label=gettext_lazy("Did anybody ask you for money for it?"),
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Your answer takes nothing away from you. It helps us to protect you."),
    )
    about_money = forms.CharField(
        label=optional(gettext_lazy("Who asked, and for how much?")),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        for name in ("sending_company", "sending_permit"):
            if case.scheme != Scheme.UKPS:
                del self.fields[name]
        self.initial |= _kept(self, case.own_offer)
        asked = case.own_offer.asked_for_money
        self.initial["asked_for_money"] = "" if asked is None else "yes" if asked else "no"


class TermsForm(PartForm):
    wage_amount_min = AmountField(
        label=gettext_lazy("Wage"), help_text=gettext_lazy("As the letter says it, before anything is deducted.")
    )
    wage_amount_max = AmountField(label=optional(gettext_lazy("Up to, if the letter names a range")), required=False)
    currency = CurrencyField(label=gettext_lazy("Currency"), help_text="MYR, JPY, EUR, USD …")
    wage_period = forms.ChoiceField(label=gettext_lazy("Wage period"), choices=WagePeriod, initial=WagePeriod.MONTH)
    hours_per_day = forms.DecimalField(
        label=optional(gettext_lazy("Hours per day")),
        max_digits=4,
        decimal_places=2,
        min_value=1,
        max_value=24,
        localize=True,
        required=False,
    )
    days_per_week = forms.DecimalField(
        label=optional(gettext_lazy("Days per week")),
        max_digits=3,
        decimal_places=1,
        min_value=1,
        max_value=7,
        localize=True,
        required=False,
    )
    city = forms.CharField(label=gettext_lazy("Place of work (city)"), max_length=200)
    contract_months = forms.IntegerField(
        label=gettext_lazy("Months of the contract"), min_value=1, max_value=LONGEST_TERM
    )
    starts_on = day_field(optional(gettext_lazy("First day of work")), required=False, help_text=DAY_HINT)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.initial |= _kept(self, case.own_offer)

    def clean_wage_amount_min(self):
        amount = self.cleaned_data["wage_amount_min"]
        if amount is not None and amount <= 0:
            raise ValidationError(_("Work without a wage is no work placement."))
        return amount

    def clean_starts_on(self):
        day, today = self.cleaned_data["starts_on"], today_in(WIB)
        if day and not today <= day <= add_months(today, _FARTHEST_MONTHS):
            raise ValidationError(_("Please write a day within the next two years."))
        return day

    def clean(self):
        found = super().clean()
        low, high = found.get("wage_amount_min"), found.get("wage_amount_max")
        if low is not None and high is not None and high < low:
            self.add_error("wage_amount_max", _("The highest wage is below the lowest."))
        return found


def _kept(form, offer):
    """What was told before, of the fields of ``form``; what is empty is left to the field."""
    values = {name: getattr(offer, name, None) for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "")}


class ReturnForm(forms.Form):
    """What has changed since one left the employer; employer, job and country are those of the earlier case."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    home_since = day_field(gettext_lazy("Since when are you at home?"), help_text=DAY_HINT)
    leave_ends_on = day_field(
        gettext_lazy("Which day do you leave again?"),
        help_text=gettext_lazy("As the leave letter says it. Day/month/year."),
    )
    terms = forms.ChoiceField(label=gettext_lazy("Your work contract"), choices=ReEntry.Terms, widget=forms.RadioSelect)
    contract_until = day_field(gettext_lazy("Until when does the contract last?"), help_text=DAY_HINT)
    visa_until = day_field(optional(gettext_lazy("Until when is the visa valid?")), required=False, help_text=DAY_HINT)
    passport_until = day_field(
        optional(gettext_lazy("Until when is the passport valid?")), required=False, help_text=DAY_HINT
    )
    about_changes = forms.CharField(
        label=optional(gettext_lazy("What else has changed? Wage, work, place")),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4

    def clean_home_since(self):
        day = self.cleaned_data["home_since"]
        if day > today_in(WIB):
            raise ValidationError(_("This date lies in the future."))
        return day

    def clean_leave_ends_on(self):
        day, today = self.cleaned_data["leave_ends_on"], today_in(WIB)
        if not today <= day <= add_months(today, _FARTHEST_MONTHS):
            raise ValidationError(_("Please write a day within the next two years."))
        return day

    def clean(self):
        found = super().clean()
        leaves, ends = found.get("leave_ends_on"), found.get("contract_until")
        if leaves and found.get("home_since") and leaves <= found["home_since"]:
            self.add_error("leave_ends_on", _("This lies before the day on which you came home."))
        if leaves and ends and ends <= leaves:
            self.add_error("contract_until", _("The contract is over by then. Ask the employer to extend it first."))
        if found.get("terms") == ReEntry.Terms.CHANGED and not found.get("about_changes"):
            self.add_error("about_changes", _("Please write what is different: wage, work or place."))
        return found

    def facts(self):
        """Of a valid form: columns of ReEntry."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}
