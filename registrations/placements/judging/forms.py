from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.forms import LenientForm, NumberField
from portal.lib.labels import optional
from registrations.choices import ReasonToCorrect


class WaitingForm(LenientForm):
    sesudah = NumberField(1, 10**15)


class JudgeForm(forms.Form):
    """``version``: of the paper that was looked at. Accepted, or given back for a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32767)
    do = forms.ChoiceField(choices=[("accept", ""), ("return", "")], widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=optional(gettext_lazy("Why it has to be handed in again")),
        choices=[("", gettext_lazy("Nothing is wrong with it")), *ReasonToCorrect.choices],
        required=False,
        help_text=gettext_lazy("The person reads this beside the paper."),
    )

    def clean(self):
        found = super().clean()
        if found.get("do") == "return" and not found.get("reason"):
            self.add_error("reason", ValidationError(_("Choose what is wrong, so that the person can put it right.")))
        if found.get("do") == "accept" and found.get("reason"):
            self.add_error(
                "reason", ValidationError(_("Here stands what is wrong. Give the paper back, or choose nothing."))
            )
        return found

    @property
    def because(self):
        """Of a valid form: the reason, "" when the paper is accepted."""
        return self.cleaned_data["reason"] if self.cleaned_data["do"] == "return" else ""
