from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.forms import CodeField, LenientForm
from registrations.official.comparing import LONGEST_ID, MOST_ROWS

MOST_MEGABYTES = 5


class QueueForm(LenientForm):
    sesudah = CodeField(required=False)


class OfficialIdForm(forms.Form):
    official_id = forms.RegexField(
        r"\A[0-9A-Za-z./-]+\Z",
        label=gettext_lazy("Number that SISKOP2MI shows"),
        max_length=LONGEST_ID,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-nik"}),
        error_messages={"invalid": gettext_lazy("Letters, digits, full stop, slash and hyphen alone.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class OfficialListForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List from SISKOP2MI"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limits = {"rows": f"{MOST_ROWS:,}".replace(",", "."), "megabytes": MOST_MEGABYTES}
        self.fields["file"].help_text = _("CSV (UTF-8) or XLSX, at most %(rows)s rows and %(megabytes)s MB.") % limits

    def clean_file(self):
        file = self.cleaned_data["file"]
        most = min(MOST_MEGABYTES * 1024**2, settings.LARGEST_FILE)
        if file.size > most:
            raise forms.ValidationError(_("The file is larger than %(most)s MB.") % {"most": most // 1024**2})
        return file
