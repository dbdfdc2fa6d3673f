"""Fields in which officers type what a job order says: amounts, and rows found by their name or number."""

import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _

from jobs.models import PlacementCompany
from jobs.names import company_key

# [0-9] on purpose: \d also takes digits of other scripts. Groups of three are thousands in both ways of writing.
_GROUPED = re.compile(r"[0-9]{1,3}([.,][0-9]{3})+\Z")
_PLAIN = re.compile(r"[0-9]{1,12}([.,][0-9]{1,2})?\Z")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
MOST_NAMED = 5


class AmountField(forms.CharField):
    """``1.500.000``, ``1500000`` or ``28590,50`` as a Decimal; None when empty."""

    def __init__(self, **options):
        super().__init__(max_length=20, **options)
        self.widget.attrs["inputmode"] = "decimal"

    def prepare_value(self, value):
        if isinstance(value, Decimal):
            return str(value.quantize(Decimal(1)) if value == value.to_integral_value() else value)
        return value

    def clean(self, value):
        text = super().clean(value).replace(" ", "")
        if not text:
            return None
        if _GROUPED.match(text):
            text = re.sub("[.,]", "", text)
        if not _PLAIN.match(text):
            raise forms.ValidationError(_("Write the amount in digits, like 1500000 or 1.500.000."))
        return Decimal(text.replace(",", "."))


class CurrencyField(forms.CharField):
    def __init__(self, **options):
        super().__init__(
            max_length=3, widget=forms.TextInput(attrs={"size": 3, "autocapitalize": "characters"}), **options
        )

    def clean(self, value):
        code = super().clean(value).upper()
        if code and not _CURRENCY.match(code):
            raise forms.ValidationError(_("Three letters, like IDR or MYR."))
        return code


class CompanyField(forms.CharField):
    """A placement company by its licence number or its name, whatever the spelling of PT; None when empty."""

    def prepare_value(self, value):
        return value.licence_number or value.name if isinstance(value, PlacementCompany) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        if found := PlacementCompany.objects.filter(licence_number=text).first():
            return found
        key = company_key(text)
        if not key:
            raise forms.ValidationError(_("No company of this name or number is recorded."))
        exact = list(PlacementCompany.objects.filter(name_key=key)[: MOST_NAMED + 1])
        near = exact or list(PlacementCompany.objects.matching(text).order_by("name_key")[: MOST_NAMED + 1])
        if len(near) == 1:
            return near[0]
        if not near:
            raise forms.ValidationError(_("No company of this name or number is recorded."))
        names = "; ".join(f"{company} ({company.licence_number or '-'})" for company in near[:MOST_NAMED])
        raise forms.ValidationError(_("Several companies fit: %(names)s. Type the licence number.") % {"names": names})
