from django import forms
from django.core.exceptions import ValidationError

from portal.lib import phone
from portal.messaging.channels import LONGEST_REFERENCE
from portal.messaging.channels.gateway import known_code

ARRIVED, NOT_ARRIVED = "delivered", "undelivered"


class ReceiptForm(forms.Form):
    """What a gateway reports; names it may add are not looked at."""

    reference = forms.CharField(max_length=LONGEST_REFERENCE)
    status = forms.ChoiceField(choices=[(ARRIVED, ARRIVED), (NOT_ARRIVED, NOT_ARRIVED)])
    code = forms.CharField(required=False)
    to = forms.CharField(required=False)

    def clean_code(self):
        return known_code(self.cleaned_data["code"])

    def clean_to(self):
        try:
            return phone.parse(self.cleaned_data["to"])
        except ValidationError:
            return ""  # one we can't have written to; the rest of the report counts
