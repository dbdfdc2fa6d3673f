"""What the packaged file says of the official system's form and lists. Its words stay Indonesian: they are its labels."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jobs.models import Occupation

FILE = Path(__file__).resolve().parent.parent / "data" / "siskop2mi.toml"
COLUMNS_NEEDED = ("official_id", "nik")


@dataclass(frozen=True)
class Field:
    """``key``: the one that copies it. ``value``: a name of ``values_of``."""

    key: str
    label: str
    value: str


@cache
def _packaged():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def fields():
    """In the order of the official form."""
    return [Field(**row) for row in _packaged()["field"]]


def is_checked():
    """Whether somebody has compared the order with the system itself."""
    return _packaged()["is_checked"]


def column_names():
    """Our name of a column -> the names it may bear, for the page."""
    return _packaged()["columns"]


def columns_of(header):
    """Our name -> the name in ``header``, for the columns that are there."""
    spelt = {" ".join(name.casefold().split()): name for name in header}
    found = {
        ours: [spelt[name.casefold()] for name in names if name.casefold() in spelt]
        for ours, names in column_names().items()
    }
    return {ours: names[0] for ours, names in found.items() if names}


def values_of(registration):
    """What is copied of a file, as text; "" for what isn't known."""
    candidate = registration.candidate
    village = candidate.village
    district = village.district
    phone = candidate.phones.order_by("whose", "pk").first()
    occupation = Occupation.objects.filter(pk=registration.isco08).first() if registration.isco08 else None
    return {
        "nik": candidate.nik,
        "kk": candidate.kk,
        "name": candidate.name,
        "birth_place": candidate.birth_place,
        "birth_date": f"{candidate.birth_date:%d-%m-%Y}" if candidate.birth_date else "",
        "sex": candidate.get_sex_display(),
        "marital": candidate.get_marital_display(),
        "education": candidate.get_education_display(),
        "province": district.regency.province.name,
        "regency": district.regency.name,
        "district": district.name,
        "village": village.name,
        "address": candidate.address,
        "phone": str(phone.number) if phone else "",
        "email": candidate.email,
        "destination": registration.destination.country.name if registration.destination_id else "",
        "occupation": str(occupation) if occupation else "",
        "number": registration.number,
    }
