from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib import codes
from portal.lib.labels import optional
from registrations.letters import wording
from registrations.models import Letter
from registrations.models.letter import Circumstance, Signer

_JOB = ("title", "country", "company", "employer", "pay", "own_cost", "term")


class LetterForm(forms.ModelForm):
    """Who signs, under which circumstance, and for which job; what isn't known yet is left to be written by hand."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Letter
        fields = ["signer", "circumstance", "signer_name", "cannot_write", *_JOB]
        widgets = {"signer": forms.RadioSelect, "circumstance": forms.RadioSelect}

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4
        self.fields["signer"].choices = [(code, Signer(code).label) for code in wording.signers_of(kind)]
        self.fields["circumstance"].choices = [
            (code, Circumstance(code).label) for code in wording.circumstances_of(kind)
        ]
        self.fields["signer_name"] = forms.CharField(
            label=optional(gettext_lazy("Name of who signs")), max_length=150, required=False
        )
        self.fields["cannot_write"].label = _("Who signs can't write: a thumbprint and two witnesses")
        if len(self.fields["signer"].choices) == 1:
            self.fields["signer"].initial = self.fields["signer"].choices[0][0]
        if len(self.fields["circumstance"].choices) == 1:
            self.fields["circumstance"].widget = forms.HiddenInput()
        for name in _JOB:
            if name in wording.job_of(kind):
                self.fields[name].label = optional(self.fields[name].label)
            else:
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        spouse_signs = cleaned.get("signer") == Signer.SPOUSE
        if spouse_signs and cleaned.get("circumstance") not in {None, "", Circumstance.ORDINARY}:
            self.add_error("signer", _("Then somebody else signs: father or mother, or the guardian."))
        return cleaned


class CheckForm(forms.Form):
    """The code on the back of a letter."""

    code = forms.CharField(
        label=gettext_lazy("Code on the back of the letter"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "w-nik"}),
    )

    def clean_code(self):
        code = codes.parse(self.cleaned_data["code"])
        if code is None or not code.startswith(codes.LETTER):
            raise forms.ValidationError(_("Please compare the code with the paper once more."))
        return code
