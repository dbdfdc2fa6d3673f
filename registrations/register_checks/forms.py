"""What an officer writes down after looking into another register."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.dates import today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from registrations.models import RegisterCheck


class RegisterCheckForm(forms.Form):
    register = forms.ChoiceField(
        label=gettext_lazy("Register"), choices=RegisterCheck.Register, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label=gettext_lazy("How you looked"), choices=RegisterCheck.Way, widget=forms.RadioSelect)
    result = forms.ChoiceField(
        label=gettext_lazy("What it showed"), choices=RegisterCheck.Result, widget=forms.RadioSelect
    )
    looked_on = day_field(gettext_lazy("Day you looked"), help_text=DAY_HINT)
    reference = forms.CharField(
        label=optional(gettext_lazy("Number of the letter or card")), max_length=64, required=False
    )

    def __init__(self, *args, zone, **kwargs):
        self.today = today_in(zone)
        super().__init__(*args, initial={"looked_on": self.today}, **kwargs)

    def clean_looked_on(self):
        day = self.cleaned_data["looked_on"]
        if day > self.today:
            raise forms.ValidationError(_("This date lies in the future."))
        return day

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        opts = [Field(name, wrapper_class="opts") for name in ("register", "way", "result")]
        helper.layout = Layout(*opts, Field("looked_on", css_class="w-tgl"), "reference")
        return helper
