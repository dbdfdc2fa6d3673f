from uuid import uuid4

from django import forms


class ApplyForm(forms.Form):
    """Nothing to fill in: the key makes one application of a form that is sent twice."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4
