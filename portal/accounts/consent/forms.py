from django import forms
from django.utils.translation import gettext_lazy as _


class ConsentForm(forms.Form):
    """A consent to one text. ``version`` and ``seen`` say what the page had shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    agrees = forms.BooleanField(
        label=_("Yes, I agree"),
        error_messages={"required": _("Tick the box if you agree. If not, leave this page: nothing changes.")},
    )


class NoticeReadForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
