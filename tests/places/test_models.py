from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation

from portal.lib.dates import WIB, WITA
from portal.places.finder import offices_covering
from portal.places.models import Office, OfficeCoverage, PublicContact
from tests.factories.places import (
    CountryFactory,
    OfficeCoverageFactory,
    OfficeFactory,
    ProvinceFactory,
    PublicContactFactory,
    RegencyFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)


@pytest.fixture
def officer(django_user_model):
    return django_user_model.objects.create_user("petugas@contoh.go.id", name="Petugas")


def test_an_untested_contact_is_never_printable(officer):
    PublicContactFactory()

    assert not PublicContact.objects.printable().exists()


def test_a_tested_contact_is_printable_until_its_number_changes(officer):
    contact = PublicContactFactory()
    contact.record_test(user=officer, day=DAY)

    assert PublicContact.objects.printable().get() == contact

    PublicContact.objects.update(number="0800-9999")

    assert not PublicContact.objects.printable().exists()


def test_an_ended_contact_is_not_printable(officer):
    PublicContactFactory(valid_to=DAY).record_test(user=officer, day=DAY)

    assert not PublicContact.objects.printable().exists()


def test_the_database_refuses_a_test_without_a_person():
    with pytest.raises(IntegrityError, match="public_contact_test_has_day_person_and_number"):
        PublicContactFactory(last_tested_on=DAY, last_tested_number="0800-0000")


def test_an_office_lives_in_the_zone_of_its_seat_and_the_head_office_in_jakarta():
    assert OfficeFactory().zone == WITA
    assert OfficeFactory(kind=Office.Kind.HEAD_OFFICE, province=None).zone == WIB


def test_an_office_covers_its_province_and_no_other():
    office = OfficeFactory()
    OfficeCoverageFactory(office=office)
    elsewhere = RegencyFactory(code="31.74", province=ProvinceFactory(code="31", time_zone="Asia/Jakarta"))

    assert [card.name for card in offices_covering(RegencyFactory(), DAY)] == [office.name]
    assert offices_covering(elsewhere, DAY) == []


@pytest.mark.parametrize(
    ("limits", "counts"),
    [
        ({"valid_to": DAY}, True),
        ({"valid_from": DAY}, True),
        ({"valid_to": date(2026, 11, 21)}, False),
        ({"valid_from": date(2026, 11, 23)}, False),
    ],
)
def test_coverage_counts_between_its_days_both_included(limits, counts):
    OfficeCoverageFactory(**limits)

    assert bool(offices_covering(RegencyFactory(), DAY)) is counts


def test_the_database_allows_one_labour_office_per_regency():
    regency = OfficeFactory(labour=True).regency

    with pytest.raises(IntegrityError, match="office_one_labour_office_per_regency"):
        OfficeFactory(labour=True, regency=regency, code="another")


@pytest.mark.parametrize("has_two", [False, True])
def test_the_database_wants_one_province_regency_or_country_for_an_area(has_two):
    area = {"province": ProvinceFactory(), "country": CountryFactory()} if has_two else {}
    with pytest.raises(IntegrityError, match="office_coverage_names_one_area"):
        OfficeCoverage.objects.create(office=OfficeFactory(), **area)


def test_only_a_mission_answers_for_a_country():
    coverage = OfficeCoverage(office=OfficeFactory(), country=CountryFactory())
    with pytest.raises(ValidationError, match="Perwakilan RI"):
        coverage.full_clean()


def test_the_database_keeps_an_area_once_at_a_time():
    coverage = OfficeCoverageFactory()

    with pytest.raises(IntegrityError, match="office_covers_an_area_once_at_a_time"):
        OfficeCoverageFactory(office=coverage.office)


@pytest.mark.parametrize(("language", "name"), [("id", "Arab Saudi"), ("en", "Saudi Arabia")])
def test_a_country_is_named_in_the_active_language(language, name):
    country = CountryFactory(iso2="SA", name="Arab Saudi", name_en="Saudi Arabia", currency="SAR")

    with translation.override(language):
        assert str(country) == name


def test_a_place_keeps_only_a_dotted_code():
    with pytest.raises(IntegrityError, match="regency_code_is_dotted"):
        RegencyFactory(code="5304")
