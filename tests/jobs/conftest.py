import csv

import pytest
from django.utils import translation

from jobs.reference import DATA
from portal.accounts.roles import Role
from portal.places.models import Country
from tests.jobs.desks import member


@pytest.fixture
def english():
    """Sentences as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def officer(db):
    return member(Role.BP3MI_OFFICER)


@pytest.fixture
def head(db):
    return member(Role.BP3MI_HEAD)


@pytest.fixture
def countries(db):
    """Every country of the packaged destinations; of some the names matter."""
    names = {"JP": ("Jepang", "Japan"), "TW": ("Taiwan", "Taiwan"), "SA": ("Arab Saudi", "Saudi Arabia")}
    with (DATA / "destinations.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["iso2"] for row in csv.DictReader(file)]
    Country.objects.bulk_create(
        Country(iso2=code, name=names.get(code, (code,))[0], name_en=names.get(code, (code,))[-1]) for code in codes
    )
