from allauth.socialaccount.models import SocialAccount
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.national.adapter import LONGEST_NAME


class NewAccountForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As on your identity card. One name is enough."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class UnlinkForm(forms.Form):
    """Which of the person's own links is to end."""

    link = forms.ModelChoiceField(SocialAccount.objects.none())

    def __init__(self, *args, links, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["link"].queryset = links
