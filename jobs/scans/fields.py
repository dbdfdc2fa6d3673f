"""The field in which an officer hands in the letter a fact rests on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.labels import optional
from portal.lib.uploads import ScanField


class AsksForItsScanAgain:
    """A form with a ``scan``: a browser sends a file once, so a form that comes back says that it is wanted again."""

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.errors and "scan" not in self.errors and self.cleaned_data.get("scan"):
            self.add_error("scan", _("Please choose the file once more."))


def scan_field():
    return ScanField(
        label=optional(gettext_lazy("Scan of the letter")),
        help_text=gettext_lazy("PDF, JPG or PNG, at most 5 MB. For colleagues, never public."),
    )
