"""What the form asks, field by field, and on which of its pages. A point to correct names one of these fields."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Asked(NamedTuple):
    page: str  # slug of the page in registrations/wizard
    label: str


FIELDS = {
    "name": Asked("nama", _("name")),
    "birth_date": Asked("nama", _("birth date")),
    "birth_place": Asked("nama", _("birth place")),
    "sex": Asked("nama", _("sex")),
    "nik": Asked("nomor", _("NIK")),
    "kk": Asked("nomor", _("family card number")),
    "passport": Asked("paspor", _("passport number")),
    "village": Asked("tinggal", _("village")),
    "address": Asked("tinggal", _("address")),
    "education": Asked("sekolah", _("last school")),
    "marital": Asked("sekolah", _("marital status")),
    "phones": Asked("kontak", _("phone number")),
    "email": Asked("kontak", _("e-mail")),
    "destination": Asked("minat", _("destination")),
    "isco08": Asked("minat", _("occupation")),
    "scheme": Asked("minat", _("scheme")),
    "planned_departure_on": Asked("minat", _("planned departure")),
}
# Who somebody is: changed after verification, an officer has to look anew.
IDENTITY = frozenset({"name", "birth_date", "birth_place", "sex", "nik", "kk", "village"})
