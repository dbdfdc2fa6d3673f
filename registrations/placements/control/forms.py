from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import LONGEST_REASON
from portal.lib.dates import today_in
from portal.lib.fields import DAY_HINT, day_field

MOST_MEGABYTES = 5


class SettleForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What it was, and what was done"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CardListForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Official list of cards"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=gettext_lazy("CSV (UTF-8) or XLSX with a column “Nomor E-KPMI”. Only the numbers are kept, no name."),
    )
    issued_from = day_field(gettext_lazy("Cards issued from"), help_text=DAY_HINT)
    issued_until = day_field(gettext_lazy("Cards issued until"), help_text=DAY_HINT)

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today_in(zone)

    def clean_file(self):
        file = self.cleaned_data["file"]
        most = min(MOST_MEGABYTES * 1024**2, settings.LARGEST_FILE)
        if file.size > most:
            raise forms.ValidationError(_("The file is larger than %(most)s MB.") % {"most": most // 1024**2})
        return file

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("issued_from"), cleaned.get("issued_until")
        if last and last > self.today:
            self.add_error("issued_until", _("This date lies in the future."))
        if first and last and first > last:
            self.add_error("issued_until", _("The first day comes before the last one."))
        return cleaned
