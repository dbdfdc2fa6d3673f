from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.accounts import pins
from registrations.asked import FIELDS
from registrations.models import DataRequest

SOMETHING_ELSE = "else"
LONGEST = 500


def _choices():
    return [
        ("", _("Please choose")),
        *((name, capfirst(asked.label)) for name, asked in FIELDS.items()),
        (SOMETHING_ELSE, _("Something else")),
    ]


class ListForm(forms.Form):
    """What the address of a list asks for; nonsense is left aside."""

    sesudah = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    @property
    def after(self):
        self.is_valid()
        return self.cleaned_data.get("sesudah")


class DataRequestForm(forms.Form):
    field = forms.ChoiceField(label=_("What is wrong?"), choices=_choices)
    words = forms.CharField(
        label=_("What should it say, and where is it written so?"),
        help_text=_("For instance: “Taek, not Take; as on my KTP”."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_field(self):
        """The name of a field; "" for something else."""
        field = self.cleaned_data["field"]
        return "" if field == SOMETHING_ELSE else field


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label=_("What did you do?"), choices=DataRequest.Outcome, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Answer to the person"),
        help_text=_("Not changed? Then say why, and what they can bring."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why may the person read this now?"),
        help_text=_("It stays in the file with your name and the day. The person doesn't read it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PinForm(forms.Form):
    pin = forms.CharField(
        label=_("PIN of 6 digits"),
        help_text=_("No birthday, no pattern; another one than that of your account."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_pin(self):
        pin = self.cleaned_data["pin"]
        pins.check_pin(pin)
        return pin
