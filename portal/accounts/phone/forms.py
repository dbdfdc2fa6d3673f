"""Forms of the log-in and the sign-up by phone number."""

from allauth.core import ratelimit
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts import ceiling
from portal.accounts.adapter import TOO_MANY_TRIES
from portal.accounts.chosen_secret import ChosenSecretForm
from portal.accounts.fields import CodeForm, phone_field
from portal.accounts.forms import LONGEST_PASSWORD
from portal.accounts.phone.services import accounts_with, budget_of, only_account
from portal.lib import phone

SHARED = _("This phone is shared")
SHARED_HINT = _("We log you out after 15 quiet minutes, and show no name at the top.")


# Somebody else may have used up a number's tries: its person still gets an account.
OTHER_WAYS_IN = _(
    "Too many tries. Please wait a few minutes. If it stays so: sign up by e-mail, or come to an office "
    "with your KTP, where we make the account with you."
)
TOO_MANY_EVERYWHERE = _(
    "We cannot send more codes by SMS this hour. Please try again in an hour, sign up by e-mail, or come to an office."
)


class _Number(forms.Form):
    phone = phone_field(_("For instance 0812 3456 7890. A number of the family is fine."))

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_phone(self):
        return phone.parse(self.cleaned_data["phone"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            # Counted whether anybody has this number or not: the limit tells nothing.
            self.budget = self.budget_of(cleaned["phone"])
            count_try(self.request, self.action, self.budget)
        return cleaned

    def budget_of(self, number):
        return budget_of(self.request, number)


class PhoneLoginForm(_Number):
    action, by_secret = "phone_login", True
    secret = forms.CharField(
        label=_("Your PIN or password"),
        help_text=_("Tell it nobody, not even an officer."),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    is_shared = forms.BooleanField(label=SHARED, help_text=SHARED_HINT, required=False)

    def find(self):
        return accounts_with(self.cleaned_data["phone"], self.cleaned_data["secret"])


class PhoneCodeOnlyForm(_Number):
    action, by_secret = "phone_code_only", False
    is_shared = forms.BooleanField(label=SHARED, help_text=SHARED_HINT, required=False)

    def find(self):
        return only_account(self.cleaned_data["phone"])


class ProofForm(CodeForm):
    code = forms.CharField(
        label=_("Code from the office"),
        help_text=_("An officer prints it for you at the counter. A code from your app works too."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "w-nik"}),
    )


class PhoneSignupForm(_Number):
    action = "phone_sign_up"
    field_order = ["name", "phone"]
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As on your identity card. One name is enough."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = phone_field(_("We send a code to it by SMS. A number of the family is fine."))

    def clean(self):
        try:
            cleaned = super().clean()
        except forms.ValidationError as problem:
            raise forms.ValidationError(OTHER_WAYS_IN) from problem
        if not self.errors and not ceiling.take(cleaned["phone"]):
            raise forms.ValidationError(TOO_MANY_EVERYWHERE)
        return cleaned

    def budget_of(self, number):
        return number


class SignupSecretForm(ChosenSecretForm):
    is_shared = forms.BooleanField(label=SHARED, help_text=SHARED_HINT, required=False)


def count_try(request, action, budget):
    """Raises ValidationError beyond what may be tried of one ``budget``; the ceiling per address comes after it."""
    if not ratelimit.consume(request, action=action, key=budget):
        raise forms.ValidationError(TOO_MANY_TRIES)
