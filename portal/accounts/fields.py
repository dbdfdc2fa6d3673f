"""What several ways in ask for in the same words: a phone number, and a code that came by SMS or e-mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.adapter import AccountAdapter
from portal.lib import phone

LONGEST_CODE = 20


def phone_field(hint):
    return forms.CharField(
        label=_("Phone number"),
        help_text=hint,
        max_length=phone.LONGEST,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "w-nik"}),
    )


class CodeForm(forms.Form):
    """Of a page that checks the code itself, and calls ``refuse`` for a wrong one."""

    code = forms.CharField()

    def clean_code(self):
        return self.cleaned_data["code"].replace(" ", "")

    def refuse(self):
        self.add_error("code", AccountAdapter.error_messages["incorrect_code"])


class SentCodeForm(CodeForm):
    code = forms.CharField(
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "w-tgl"}),
    )

    def __init__(self, *args, by_mail=False, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code from the e-mail") if by_mail else _("Code from the SMS")
        look = _("Valid for 10 minutes. Look in the spam folder too.")
        field.help_text = look if by_mail else _("Valid for 10 minutes. The SMS holds the code only.")
