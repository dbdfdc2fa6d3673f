"""What the form asks, field by field, and on which of its pages. A point to correct names one of these fields."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Question(NamedTuple):
    page: str  # slug of the page in registrations/wizard
    label: str


FIELDS = {
    "name": Question("nama", _("name")),
    "birth_date": Question("nama", _("birth date")),
    "birth_place": Question("nama", _("birth place")),
    "sex": Question("nama", _("sex")),
    "nik": Question("nomor", _("NIK")),
    "kk": Question("nomor", _("family card number")),
    "passport": Question("paspor", _("passport number")),
    "village": Question("tinggal", _("village")),
    "address": Question("tinggal", _("address")),
    "education": Question("sekolah", _("last school")),
    "marital": Question("sekolah", _("marital status")),
    "phones": Question("kontak", _("phone number")),
    "email": Question("kontak", _("e-mail")),
    "destination": Question("minat", _("destination")),
    "isco08": Question("minat", _("occupation")),
    "scheme": Question("minat", _("scheme")),
    "planned_departure_on": Question("minat", _("planned departure")),
}
# Who somebody is: changed after verification, an officer has to look anew.
IDENTITY = frozenset({"name", "birth_date", "birth_place", "sex", "nik", "kk", "village"})
