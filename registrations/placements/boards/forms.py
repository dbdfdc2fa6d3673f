"""What the lists are asked by, and what is written down of a flight that has left."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.forms import LenientForm
from portal.lib.dates import today_in
from portal.lib.fields import DAY_HINT, day_field
from registrations.lists.forms import ExportForm
from registrations.models import Disclosure


class DayForm(LenientForm):
    hari = day_field("", required=False)


class SheetForm(ExportForm):
    purposes = (Disclosure.Purpose.PLACEMENT, Disclosure.Purpose.REPORT)


class FlightForm(forms.Form):
    """Who has left with one flight. ``choices``: (number of a case, its version) of who stands on it."""

    left_on = day_field(gettext_lazy("Day of departure"), help_text=DAY_HINT)
    carrier = forms.CharField(label=gettext_lazy("Flight or ship"), max_length=60)
    port = forms.CharField(label=gettext_lazy("Airport, harbour or border post"), max_length=100)
    gone = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Tick who has left.")}, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args, zone, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today_in(zone)
        self.fields["gone"].choices = [(f"{number}:{version}",) * 2 for number, version in choices]

    def clean_left_on(self):
        if self.cleaned_data["left_on"] > self.today:
            raise forms.ValidationError(_("This date lies in the future."))
        return self.cleaned_data["left_on"]

    @property
    def evidence(self):
        """Columns of a Departure."""
        return {name: self.cleaned_data[name] for name in ("left_on", "carrier", "port")}

    @property
    def seen(self):
        """{number of a case: the version that was looked at} of who has left."""
        pairs = (one.split(":") for one in self.cleaned_data["gone"])
        return {number: int(version) for number, version in pairs}
