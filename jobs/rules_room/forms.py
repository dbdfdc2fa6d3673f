"""What officers ask the list of rules for, and the steps of a draft. The decree and the facts: facts.py."""

from django import forms
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import SeenForm
from jobs.forms import LenientForm

LONGEST_REASON = 2000
_KEY = r"\A[a-z_]{1,20}-[0-9]{1,15}\Z"


class RuleListForm(LenientForm):
    jenis = forms.RegexField(r"\A[a-z_]{1,20}\Z", required=False)
    negara = forms.RegexField(r"\A[A-Z]{2}\Z", required=False)
    semua = forms.ChoiceField(choices=[("1", "1")], required=False)
    sesudah = forms.RegexField(_KEY, required=False)


class ReturnForm(SeenForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The drafter reads it, and whoever looks at the draft later."),
    )


class PublishForm(SeenForm):
    """Carries which rules end by the preview its reader saw, so that nobody publishes something else."""

    ends = forms.RegexField(r"\A[0-9]{1,15}(,[0-9]{1,15})*\Z", required=False, widget=forms.HiddenInput)

    def clean_ends(self):
        return [int(key) for key in self.cleaned_data["ends"].split(",") if key]
