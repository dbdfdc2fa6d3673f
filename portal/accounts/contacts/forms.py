"""Forms of a person's own ways in."""

from allauth.core import ratelimit
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts import pins, proof
from portal.accounts.adapter import TOO_MANY_TRIES
from portal.accounts.contacts import flow
from portal.accounts.contacts.services import is_pin_of_another
from portal.accounts.fields import LONGEST_CODE, phone_field
from portal.accounts.models import User
from portal.lib import phone


class _Target(forms.Form):
    """The new number or address. Counted once it is a good one, whoever else may have it."""

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not flow.may_send(self.request, self.target()):
            raise forms.ValidationError(TOO_MANY_TRIES)
        return cleaned


class NewPhoneForm(_Target):
    phone = phone_field(_("For instance 0812 3456 7890. We send a code to it, so keep the phone at hand."))

    def clean_phone(self):
        number = phone.parse(self.cleaned_data["phone"])
        if number == self.request.user.phone:
            raise forms.ValidationError(_("This is your number already."))
        return number

    def target(self):
        return self.cleaned_data["phone"]


class NewEmailForm(_Target):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send a code to it. So it must be yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "off"}),
    )

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if email == proof.confirmed_email(self.request.user):
            raise forms.ValidationError(_("This is your address already."))
        return email

    def target(self):
        return self.cleaned_data["email"]


class PinForm(forms.Form):
    pin = forms.CharField(
        label=_("New PIN"),
        help_text=_("6 digits. No birthday, no row like 123456, no part of your number."),
        max_length=LONGEST_CODE,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "new-password", "class": "w-tgl"}),
    )
    again = forms.CharField(
        label=_("New PIN once more"),
        max_length=LONGEST_CODE,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "new-password", "class": "w-tgl"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_pin(self):
        pins.check_pin(self.cleaned_data["pin"], phone=self.request.user.phone)
        return self.cleaned_data["pin"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("pin") and "again" in cleaned and cleaned["pin"] != cleaned["again"]:
            self.add_error("again", _("The two PINs are not the same. Please type the same PIN twice."))
        if not self.errors:
            self._refuse_that_of_another(cleaned["pin"])
        return cleaned

    def _refuse_that_of_another(self, pin):
        # Its words are those for a plain PIN, and few may be tried: nobody is to learn the PINs of the household here.
        if not ratelimit.consume(self.request, action="own_pin", key=str(self.request.user.pk)):
            raise forms.ValidationError(TOO_MANY_TRIES)
        if is_pin_of_another(self.request.user, pin):
            self.add_error("pin", pins.TOO_PLAIN)


class DetailsForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"name": _("Your name"), "language": _("Language of our messages")}
        help_texts = {"name": _("As on your identity card. One name is enough.")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "language": forms.RadioSelect,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
