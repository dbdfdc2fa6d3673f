"""The upload, and what may be asked for with it. What the file says is read by the worker."""

from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs import permissions as may
from jobs.forms import LenientForm
from jobs.import_room.services import ASKS
from jobs.models import ImportBatch
from portal.lib import money
from portal.lib.tabular import MOST_ROWS

MOST_MEGABYTES = settings.LARGEST_FILE // 1024**2


class ImportListForm(LenientForm):
    sesudah = forms.CharField(required=False, max_length=20)


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What the list holds"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = may.importable_kinds(by)
        self.fields["kind"].choices = [choice for choice in ImportBatch.Kind.choices if choice[0] in kinds]
        self.fields["kind"].initial = ImportBatch.Kind.VACANCIES
        self.fields["key"].initial = uuid4
        limits = {"most_rows": money.number(MOST_ROWS), "most_megabytes": MOST_MEGABYTES}
        self.fields["file"].help_text = (
            _("CSV (UTF-8) or XLSX, at most %(most_rows)s rows and %(most_megabytes)s MB.") % limits
        )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_MEGABYTES * 1024**2:
            raise forms.ValidationError(_("The file is larger than %(most)s MB.") % {"most": MOST_MEGABYTES})
        return file


class AskForm(forms.Form):
    wish = forms.ChoiceField(choices=[(wish, wish) for wish in ASKS])
