"""Forms of the log-in by phone number."""

from allauth.core import ratelimit
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.adapter import TOO_MANY_TRIES, AccountAdapter
from portal.accounts.forms import LONGEST_PASSWORD
from portal.accounts.phone.services import account_with, only_account
from portal.lib import phone

SHARED = _("This phone is shared")
SHARED_HINT = _("We log you out after 15 quiet minutes, and show no name at the top.")


class _Number(forms.Form):
    phone = forms.CharField(
        label=_("Phone number"),
        help_text=_("For instance 0812 3456 7890. A number of the family is fine."),
        max_length=phone.LONGEST,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "w-nik"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.account = None

    def clean_phone(self):
        return phone.parse(self.cleaned_data["phone"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            # Counted whether anybody has this number or not: the limit tells nothing.
            count_try(self.request, cleaned["phone"], by_secret=self.by_secret)
            self.account = self.find(cleaned)
        return cleaned


class PhoneLoginForm(_Number):
    by_secret = True
    secret = forms.CharField(
        label=_("Your PIN or password"),
        help_text=_("Tell it nobody, not even an officer."),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    is_shared = forms.BooleanField(label=SHARED, help_text=SHARED_HINT, required=False)

    def find(self, cleaned):
        return account_with(cleaned["phone"], cleaned["secret"])


class PhoneCodeOnlyForm(_Number):
    by_secret = False
    is_shared = forms.BooleanField(label=SHARED, help_text=SHARED_HINT, required=False)

    def find(self, cleaned):
        return only_account(cleaned["phone"])


class SmsCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the SMS"),
        help_text=_("Valid for 10 minutes. The SMS holds the code only."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "w-tgl"}),
    )

    def clean_code(self):
        return self.cleaned_data["code"].replace(" ", "")

    def refuse(self):
        self.add_error("code", AccountAdapter.error_messages["incorrect_code"])


def count_try(request, number, *, by_secret):
    """Raises ValidationError beyond what one number may be tried; the ceiling per address comes after it."""
    if not ratelimit.consume(request, action="phone_login" if by_secret else "phone_code_only", key=number):
        raise forms.ValidationError(TOO_MANY_TRIES)
