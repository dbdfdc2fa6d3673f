"""The field in which an officer hands in the letter a fact rests on."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.scans import services
from portal.lib.labels import optional
from portal.lib.uploads import ScanField


class ScanForm(forms.Form):
    """A form with a ``scan``. A browser sends a file once: the letter of a form that comes back is kept meanwhile."""

    kept_scan = forms.CharField(required=False, widget=forms.HiddenInput)

    def is_received(self, by):
        """Whether the form is whole. ``cleaned_data["scan"]`` is then the Scan that was handed in, now or before."""
        is_whole = self.is_valid()
        if not self.is_bound:
            return False
        ticket, upload = self.cleaned_data.pop("kept_scan", ""), self.cleaned_data.pop("scan", None)
        scan = services.keep(by, upload) if upload else services.found_by(by, ticket)
        self._come_back_with(services.ticket(by, scan) if scan else "")
        if scan:
            told = {"kind": scan.get_kind_display(), "size": filesizeformat(scan.size)}
            kept = _("It is kept: %(kind)s, %(size)s. Choose a file only to put another in its place.") % told
            self["scan"].help_text = format_lazy("{} {}", kept, self.fields["scan"].help_text)
        elif ticket and "scan" not in self.errors:
            self.add_error("scan", _("Please choose the file once more."))
            is_whole = False
        self.cleaned_data["scan"] = scan
        return is_whole

    def _come_back_with(self, ticket):
        data = self.data.copy()
        data[self.add_prefix("kept_scan")] = ticket
        self.data = data


def scan_field():
    return ScanField(
        label=optional(gettext_lazy("Scan of the letter")),
        help_text=gettext_lazy("PDF, JPG or PNG, at most 15 MB. For colleagues, never public."),
    )
