from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lib import codes


class StatusForm(forms.Form):
    """Whatever is typed is a try: a number that nobody has and a wrong PIN are told the same."""

    number = forms.CharField(
        label=_("Number of the registration"),
        help_text=_("On your paper. For instance R-7KQ2-M4XP-9."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    pin = forms.CharField(
        label=_("PIN of the paper"),
        max_length=20,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self):
        """In its one spelling; as it was typed when it is none."""
        typed = self.cleaned_data["number"]
        return codes.parse(typed) or typed.upper()

    def clean_pin(self):
        """Without the gap that the paper prints in its middle."""
        return "".join(self.cleaned_data["pin"].split())
