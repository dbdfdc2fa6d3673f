from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib import money
from portal.lib.labels import optional
from registrations.asked import FIELDS
from registrations.desk.forms import QueueForm
from registrations.desk.queue import Tab
from registrations.lists.reading import NEEDED
from registrations.lists.services import ALL_COLUMNS, MOST_ROWS
from registrations.models import Disclosure

Purpose = Disclosure.Purpose
MOST_MEGABYTES = settings.LARGEST_FILE // 1024**2
_LABELS = {
    "old_number": gettext_lazy("earlier case number"), "phone": FIELDS["phones"].label,
    "village_code": gettext_lazy("code of the village"), "village": gettext_lazy("name of the village"),
    "district": gettext_lazy("name of the district"), "regency": gettext_lazy("name of the regency or city"),
}  # fmt: skip


class UploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("List of people"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limits = {"rows": money.number(MOST_ROWS), "megabytes": MOST_MEGABYTES}
        self.fields["file"].help_text = _("CSV (UTF-8) or XLSX, at most %(rows)s rows and %(megabytes)s MB.") % limits

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_MEGABYTES * 1024**2:
            raise forms.ValidationError(_("The file is larger than %(most)s MB.") % {"most": MOST_MEGABYTES})
        return file


class ColumnsForm(forms.Form):
    """One choice per field of ours: which column of the file says it."""

    def __init__(self, *args, header, columns, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("not in this list")), *((name, name) for name in header)]
        for name in ALL_COLUMNS:
            label = _LABELS[name] if name in _LABELS else FIELDS[name].label
            needed = name in NEEDED
            self.fields[name] = forms.ChoiceField(
                label=label if needed else optional(label),
                choices=choices,
                required=needed,
                initial=columns.get(name, ""),
            )

    def clean(self):
        given = super().clean()
        taken = {}
        for name, column in list(given.items()):
            if column and taken.setdefault(column, name) != name:
                self.add_error(name, _("This column is chosen above already."))
        return given

    def columns(self):
        """Of a valid form: our name to the name in the file."""
        return {name: column for name, column in self.cleaned_data.items() if column}


class ScopeForm(QueueForm):
    """What the queue showed; without a tab it is everything that the officer may see."""

    tab = forms.TypedChoiceField(required=False, choices=Tab, empty_value="")


class ExportForm(forms.Form):
    """``purposes``: those of the room that gives the sheet out."""

    purposes = (Purpose.REPORT, Purpose.REVIEW, Purpose.COUNTER)
    purpose = forms.ChoiceField(
        label=gettext_lazy("What do you need the sheet for?"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Each person on it can read this in their own list of who saw their data."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of file"), choices=[("xlsx", "XLSX"), ("csv", "CSV")], widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [(one.value, one.label) for one in self.purposes]
