"""Forms with which an officer begins for a person, finds the file again and hands it over."""

import uuid

from django import forms

from portal.accounts.counter.forms import OpenAccountForm
from portal.lib import codes
from registrations.wizard.forms import NameForm


class BeginForm(NameForm):
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4

    def answers(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class HandOverForm(OpenAccountForm):
    """What the officer compared; the name is that of the file."""

    name = None


class ListForm(forms.Form):
    sesudah = forms.CharField(required=False)

    def after(self):
        """The number after which the next rows begin, or None."""
        return codes.parse(self.cleaned_data["sesudah"]) if self.is_valid() else None
