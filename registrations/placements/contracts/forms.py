"""Yes or no to each difference, the head's word."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import LARGEST_VERSION, LONGEST_REASON
from portal.lib.dates import today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional

_PREFIX = "beda-"


class AnswersForm(forms.Form):
    """``lines``: comparing.Line of what differs. The contract is named, so that nobody answers for another one."""

    contract = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_VERSION)
    words = forms.CharField(
        label=optional(gettext_lazy("Do you want to tell the office something?")),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, contract, lines, **kwargs):
        super().__init__(*args, initial={"contract": contract.pk}, **kwargs)
        self.asked = {f"{_PREFIX}{line.key}": line for line in lines}
        for name, line in self.asked.items():
            self.fields[name] = forms.TypedChoiceField(
                label=line.title,
                help_text=_("Promised: %(promised)s. In the contract: %(signed)s.")
                % {"promised": line.promised, "signed": line.signed},
                choices=[("ya", _("I agree")), ("tidak", _("I do not agree"))],
                coerce=lambda value: value == "ya",
                initial=None if line.answer is None else "ya" if line.answer else "tidak",
                widget=forms.RadioSelect,
            )
        self.order_fields(["contract", *self.asked, "words"])

    @property
    def said(self):
        """{key of the difference: whether it is accepted}."""
        return {line.key: self.cleaned_data[name] for name, line in self.asked.items()}


class PaperForm(AnswersForm):
    """What an officer reads off the paper that the person signed at the counter."""

    paper_on = day_field(gettext_lazy("Day on which the person signed the paper"), help_text=DAY_HINT)

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today_in(zone)
        self.fields["words"].label = optional(_("What the person wants to tell the office"))
        self.order_fields(["contract", *self.asked, "words", "paper_on"])

    def clean_paper_on(self):
        day = self.cleaned_data["paper_on"]
        if day > self.today:
            raise forms.ValidationError(_("This date lies in the future."))
        return day


class AllowForm(forms.Form):
    contract = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_VERSION)
    reason = forms.CharField(
        label=gettext_lazy("What you found, and why it may stand"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
