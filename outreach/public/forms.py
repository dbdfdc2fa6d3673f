"""What a visitor may ask the list of events for. Nonsense in an address is ignored, never an error page."""

from django import forms

from jobs.forms import CodeField, LenientForm
from outreach.public.wish import EventShelf, Wish

PROVINCE, REGENCY, DISTRICT = r"[0-9]{2}", r"[0-9]{2}\.[0-9]{2}", r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}"


class EventListForm(LenientForm):
    provinsi = forms.RegexField(rf"\A{PROVINCE}\Z", required=False)
    kabupaten = forms.RegexField(rf"\A{REGENCY}\Z", required=False)
    konsultasi = forms.BooleanField(required=False)
    tanpa_tangga = forms.BooleanField(required=False)
    isyarat = forms.BooleanField(required=False)
    rak = forms.TypedChoiceField(required=False, choices=EventShelf, empty_value=EventShelf.COMING)
    sesudah = CodeField(required=False)

    def as_wish(self):
        """What can be read of it; a regency brings its province along."""
        regency = self.wish("kabupaten") or ""
        return Wish(
            province=regency[:2] or self.wish("provinsi") or "",
            regency=regency,
            has_consultation=bool(self.wish("konsultasi")),
            is_step_free=bool(self.wish("tanpa_tangga")),
            has_sign_language=bool(self.wish("isyarat")),
            shelf=EventShelf(self.wish("rak")),
        )
