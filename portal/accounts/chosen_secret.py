"""A new PIN or password, typed twice: at sign-up by phone, and with a code from the counter."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from portal.accounts import pins
from portal.accounts.forms import LONGEST_PASSWORD


def _secret_field(**words):
    return forms.CharField(
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        **words,
    )


class ChosenSecretForm(forms.Form):
    """``person``: the User it is for, maybe not saved yet; ``number``: theirs in E.164, or None."""

    secret = _secret_field(
        label=_("Choose a PIN of 6 digits"),
        help_text=_("No birthday, no pattern. Instead, you may choose a password of at least 10 characters."),
    )
    again = _secret_field(label=_("The same once more"))

    def __init__(self, *args, person, number, **kwargs):
        super().__init__(*args, **kwargs)
        self.person, self.number = person, number

    def clean_secret(self):
        secret = self.cleaned_data["secret"]
        # Five digits are a PIN that went wrong: the person reads what a PIN is, not what a password is.
        if secret.isascii() and secret.isdigit():
            pins.check_pin(secret, phone=self.number)
        else:
            validate_password(secret, self.person)
        return secret

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("secret") and "again" in cleaned and cleaned["secret"] != cleaned["again"]:
            self.add_error("again", _("This is not the same as above. Please type both once more."))
        return cleaned
