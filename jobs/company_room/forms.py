"""What officers write down about companies: always with where it was read and of which day."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import SanctionGround
from jobs.drafts.fields import CurrencyField
from jobs.forms import LONGEST_QUERY, LenientForm
from jobs.models import Destination, Occupation, PlacementCompany
from jobs.names import company_key
from jobs.scans.fields import ScanForm, scan_field
from portal.lib.dates import WIB, today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from portal.places.models import Country

MOST_PEOPLE = 1_000_000
LONGEST_NOTE = 2000


class CompanyListForm(LenientForm):
    q = forms.CharField(required=False, max_length=LONGEST_QUERY)
    sesudah = forms.SlugField(required=False, max_length=220)


class AgencyListForm(LenientForm):
    q = forms.CharField(required=False, max_length=LONGEST_QUERY)
    sesudah = forms.RegexField(r"\A[0-9]{1,15}\Z", required=False)


class SourcedForm(forms.Form):
    """Ends with where the fact was read."""

    source_name = forms.CharField(
        label=gettext_lazy("Source"), max_length=200, help_text=gettext_lazy("Who published it. The public sees this.")
    )
    source_url = forms.URLField(
        label=optional(gettext_lazy("Address of the source")), max_length=500, required=False, assume_scheme="https"
    )

    @staticmethod
    def past(day):
        """``day``, refused when it has not come yet."""
        if day and day > today_in(WIB):
            raise forms.ValidationError(_("This date lies in the future."))
        return day


class Decided(models.TextChoices):
    SUSPENDED = "suspended", gettext_lazy("The company is suspended")
    REVOKED = "revoked", gettext_lazy("Its licence is revoked")
    ENDED = "ended", gettext_lazy("A sanction is ended")


class DecisionForm(ScanForm, SourcedForm):
    field_order = ["decided", "ground", "decision_number", "decided_on", "source_name", "source_url", "scan", "note"]

    scan = scan_field()
    decided = forms.ChoiceField(
        label=gettext_lazy("What was decided"), choices=Decided.choices, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground of the suspension"),
        choices=[("", gettext_lazy("None, or not named")), *SanctionGround.choices],
        required=False,
    )
    decision_number = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=200)
    decided_on = day_field(gettext_lazy("Day of the decision"), help_text=DAY_HINT)
    note = forms.CharField(
        label=optional(gettext_lazy("Note for colleagues")),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Never public."),
    )

    def clean_decided_on(self):
        return self.past(self.cleaned_data["decided_on"])

    def clean(self):
        facts = super().clean()
        if facts.get("decided") == Decided.SUSPENDED and not facts.get("ground") and "ground" not in self.errors:
            self.add_error("ground", _("A suspension names its ground."))
        if facts.get("decided") != Decided.SUSPENDED:
            facts["ground"] = ""
        return facts


class LicenceForm(ScanForm, SourcedForm):
    field_order = ["licence_from", "licence_until", "seen_on", "source_name", "source_url", "scan"]

    scan = scan_field()
    licence_from = day_field(optional(gettext_lazy("Licence valid from")), required=False, help_text=DAY_HINT)
    licence_until = day_field(gettext_lazy("Licence valid until"), help_text=DAY_HINT)
    seen_on = day_field(gettext_lazy("Date of the document"), help_text=DAY_HINT)

    def clean_seen_on(self):
        return self.past(self.cleaned_data["seen_on"])

    def clean(self):
        facts = super().clean()
        first, last = facts.get("licence_from"), facts.get("licence_until")
        if first and last and last < first:
            self.add_error("licence_until", _("It ends before it begins."))
        return facts


class PermitForm(ScanForm, SourcedForm):
    field_order = [
        "number", "destination", "occupation", "places", "valid_from", "valid_until", "seen_on", "source_name",
        "source_url", "scan",
    ]  # fmt: skip

    _FACTS = ("destination", "occupation", "places", "valid_from", "valid_until")

    scan = scan_field()
    number = forms.CharField(label=gettext_lazy("Number of the permit"), max_length=64)
    destination = forms.ModelChoiceField(
        label=gettext_lazy("Country"), queryset=Destination.objects.none(), empty_label=gettext_lazy("Please choose")
    )
    occupation = forms.ModelChoiceField(
        label=optional(gettext_lazy("Occupation")),
        queryset=Occupation.objects.none(),
        required=False,
        empty_label=gettext_lazy("Any work"),
    )
    places = forms.IntegerField(
        label=optional(gettext_lazy("Number of people")), min_value=1, max_value=MOST_PEOPLE, required=False
    )
    valid_from = day_field(optional(gettext_lazy("Valid from")), required=False, help_text=DAY_HINT)
    valid_until = day_field(gettext_lazy("Valid until"), help_text=DAY_HINT)
    seen_on = day_field(gettext_lazy("Date of the document"), help_text=DAY_HINT)

    def __init__(self, *args, company, **kwargs):
        super().__init__(*args, **kwargs)
        self.company = company
        self.fields["destination"].queryset = Destination.objects.select_related("country").order_by("country__name")
        self.fields["occupation"].queryset = Occupation.objects.order_by("title")

    def clean_seen_on(self):
        return self.past(self.cleaned_data["seen_on"])

    def clean(self):
        facts = super().clean()
        first, last = facts.get("valid_from"), facts.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("It ends before it begins."))
        held = self.company.permits.filter(number=facts["number"]).first() if facts.get("number") else None
        if held and any(facts.get(name) != getattr(held, name) for name in self._FACTS):
            self.add_error("number", _("This company already has a permit of this number here, with other facts."))
        return facts


class EndPermitForm(forms.Form):
    last_day = day_field(gettext_lazy("Last day"), help_text=DAY_HINT)

    def __init__(self, *args, permit, **kwargs):
        super().__init__(*args, **kwargs)
        self.permit = permit

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if self.permit.valid_until and day > self.permit.valid_until:
            raise forms.ValidationError(_("It ends earlier already. A longer time is a new permit."))
        if self.permit.valid_from and day < self.permit.valid_from:
            raise forms.ValidationError(_("It ends before it begins."))
        return day


class CompanyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    licence_number = forms.CharField(label=optional(gettext_lazy("Licence number")), max_length=64, required=False)
    city = forms.CharField(label=optional(gettext_lazy("City")), max_length=120, required=False)
    province = forms.CharField(label=optional(gettext_lazy("Province")), max_length=120, required=False)

    def clean(self):
        facts = super().clean()
        number, key = facts.get("licence_number"), company_key(facts.get("name", ""))
        other = PlacementCompany.objects.filter(licence_number=number).first() if number else None
        if other and other.name_key != key:
            self.add_error("licence_number", _("%(company)s already has this number.") % {"company": other})
        return facts


class AgencyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=250)
    country = forms.ModelChoiceField(
        label=gettext_lazy("Country"), queryset=Country.objects.none(), empty_label=gettext_lazy("Please choose")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = Country.objects.order_by("name")


class RateForm(SourcedForm):
    field_order = ["currency", "rupiah", "on", "source_name", "source_url"]

    currency = CurrencyField(label=gettext_lazy("Currency"), help_text="MYR, TWD, JPY …")
    rupiah = forms.DecimalField(
        label=gettext_lazy("Rupiah for one unit"),
        max_digits=14,
        decimal_places=4,
        validators=[MinValueValidator(0.0001), MaxValueValidator(10_000_000)],
    )
    on = day_field(gettext_lazy("Day of the rate"), help_text=DAY_HINT)

    def clean_on(self):
        return self.past(self.cleaned_data["on"])
