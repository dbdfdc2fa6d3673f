"""What an officer says about two files."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.check_room.forms import LONGEST_REASON, SeenForm
from jobs.forms import CodeField, LenientForm
from registrations.duplicates.workflow import State


class ListForm(LenientForm):
    tab = forms.TypedChoiceField(required=False, choices=State, empty_value="")
    sesudah = CodeField(required=False)


class ReasonForm(SeenForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you looked at, for example the identity card at the counter. Officers alone read it."),
    )


class DecisionForm(ReasonForm):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            ("first", _("One person. File A stays with its account and takes papers and registrations of file B.")),
            ("second", _("One person. File B stays with its account and takes papers and registrations of file A.")),
            ("two", _("Two people. Both files stay as they are.")),
        ],
    )
    field_order = ["decision", "reason"]
