"""The pages of the wizard as a person fills them in."""

from django.urls import reverse

from portal.accounts.models import PolicyText
from portal.places.models import GazetteerEntry
from tests.factories.places import OfficeCoverageFactory, OfficeFactory, VillageFactory

NIK, KK = "5304015402020003", "5304010101120007"
NAME = {"name": "Marselina Taek", "birth_date": "14/02/2002", "birth_place": "Atambua", "sex": "female"}
PAPERS = ("ktp", "kk")


def a_listed_village():
    """A village that can be found by typing, in a regency with an office."""
    village = VillageFactory()
    regency = village.district.regency
    GazetteerEntry.objects.create(
        code=village.pk, level=4, regency=regency, path=f"{village}, {regency}", bare_name="tohe", lexemes="'tohe':1"
    )
    OfficeCoverageFactory(office=OfficeFactory(province=regency.province))
    return village


def answers(village):
    """Of each page that has a form, what a person without much to say would send."""
    return {
        "nomor": {"nik": NIK, "kk": KK},
        "paspor": {},
        "tinggal": {"village": "tohe", "village_untuk": "tohe", "village_kode": village.pk},
        "sekolah": {"education": "SMA", "marital": "single"},
        "kontak": {"phone": "0812 3456 7890", "whose": "family", "second_whose": "family", "language": "id"},
        "minat": {},
        "data-anda": {
            "version": PolicyText.objects.notices().current().number,
            "has_read": "on",
            "channel": "counter",  # asked of an officer alone
        },
    }


def page(registration, slug, room="wizard"):
    return reverse(f"{room}:page", args=[registration.number, slug])


def at(name, registration, room="wizard"):
    return reverse(f"{room}:{name}", args=[registration.number])
