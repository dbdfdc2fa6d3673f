"""What officers ask the queue for and write into the check screen."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.queue import Tab
from jobs.forms import LONGEST_QUERY, CodeField, LenientForm
from jobs.scans.fields import ScanForm, scan_field
from portal.lib.dates import WIB, long_date, today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional

LONGEST_REASON = 2000
LARGEST_VERSION = 2**31 - 1


class QueueForm(LenientForm):
    q = forms.CharField(required=False, max_length=LONGEST_QUERY)
    tab = forms.TypedChoiceField(required=False, choices=Tab, empty_value="")
    negara = forms.RegexField(r"\A[A-Z]{2}\Z", required=False)
    perusahaan = forms.SlugField(required=False, max_length=220)
    sesudah = CodeField(required=False)


class SeenForm(forms.Form):
    """Carries the version its reader looked at, so that of two people at once the later one is told."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_VERSION)

    def looking_again_at(self, version):
        """The same answers, to be sent once more by somebody who now sees ``version``."""
        data = self.data.copy()
        data[self.add_prefix("seen")] = version
        self.data = data
        return self


class ProofForm(ScanForm, SeenForm):
    """One of the four proofs. Whether it is enough comes from the button that was pressed."""

    reference = forms.CharField(
        label=gettext_lazy("Letter or list, with its number"),
        max_length=250,
        help_text=gettext_lazy("The public sees this."),
    )
    reference_date = day_field(optional(gettext_lazy("Its date")), required=False, help_text=DAY_HINT)
    note = forms.CharField(
        label=optional(gettext_lazy("Note for colleagues")),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    scan = scan_field()
    enough = forms.ChoiceField(label=gettext_lazy("Your finding"), choices=[("yes", "yes"), ("no", "no")])

    def clean_reference_date(self):
        day = self.cleaned_data["reference_date"]
        if day and day > today_in(WIB):
            raise forms.ValidationError(_("This date lies in the future."))
        return day

    @property
    def finding(self):
        """The arguments of services.record_check."""
        facts = {name: self.cleaned_data[name] for name in ("reference", "reference_date", "note", "scan", "seen")}
        return facts | {"is_sufficient": self.cleaned_data["enough"] == "yes"}

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        helper.layout = Layout(
            "seen",
            "kept_scan",
            Row(
                Column("reference", css_class="col-md-8"),
                Column(Field("reference_date", css_class="w-tgl"), css_class="col-md-4"),
            ),
            "scan",
            "note",
        )
        return helper


class StepForm(SeenForm):
    """A step along the table: its reason, if it needs one, and for an extension the new closing date."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Officers read it in the history. The public does not."),
    )
    closes_on = day_field(optional(gettext_lazy("New closing date")), required=False)
    # A second button of the same form: whoever hands it in begins the check as well.
    then = forms.ChoiceField(choices=[("begin", "begin")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args, vacancy, event, **kwargs):
        super().__init__(*args, initial={"seen": vacancy.version}, **kwargs)
        if not vacancy.steps[event].needs_reason:
            del self.fields["reason"]
        if event != "submit":
            del self.fields["then"]
        if event != "recheck":
            del self.fields["closes_on"]
        elif vacancy.closes_on:
            self.fields["closes_on"].help_text = _("%(hint)s. Empty: it stays %(day)s.") % {
                "hint": DAY_HINT,
                "day": long_date(vacancy.closes_on),
            }


class HoldForm(forms.Form):
    do = forms.ChoiceField(choices=[("take", "take"), ("give", "give")])
