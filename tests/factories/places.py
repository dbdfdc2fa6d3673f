"""Places as they lie in Belu, NTT, unless told otherwise; a second row of a kind gets its own code."""

from datetime import date

import factory

from portal.places.models import (
    Country,
    District,
    Holiday,
    Office,
    OfficeCoverage,
    Province,
    PublicContact,
    Regency,
    Village,
)


class ProvinceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Province
        django_get_or_create = ["code"]

    code = "53"
    name = "Nusa Tenggara Timur"
    short_name = "NTT"
    time_zone = "Asia/Makassar"


class RegencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Regency
        django_get_or_create = ["code"]

    # No code of the province's real regencies (01-22, 71), which tests with the packaged places look at.
    code = factory.Sequence(lambda n: f"53.{n % 48 + 23:02}")
    province = factory.SubFactory(ProvinceFactory)
    name = factory.LazyAttribute(lambda regency: f"Kabupaten Contoh {regency.code[3:]}")


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ["code"]

    regency = factory.SubFactory(RegencyFactory)
    code = factory.LazyAttributeSequence(lambda district, n: f"{district.regency.code}.{n % 99 + 1:02}")
    name = factory.LazyAttribute(lambda district: f"Kecamatan {district.code}")


class VillageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Village
        django_get_or_create = ["code"]

    district = factory.SubFactory(DistrictFactory)
    code = factory.LazyAttributeSequence(lambda village, n: f"{village.district.code}.{2001 + n % 7999}")
    name = factory.LazyAttribute(lambda village: f"Desa {village.code}")


class CountryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ["iso2"]

    iso2 = "TW"
    name = "Taiwan"
    name_en = "Taiwan"
    currency = "TWD"


class OfficeFactory(factory.django.DjangoModelFactory):
    """A BP3MI; ``OfficeFactory(labour=True)`` is the labour office of a regency, seated there."""

    class Meta:
        model = Office

    class Params:
        labour = factory.Trait(
            kind=Office.Kind.REGENCY_LABOUR,
            code=factory.LazyAttribute(lambda office: f"disnaker-{office.regency.code.replace('.', '')}"),
            name=factory.LazyAttribute(lambda office: f"Dinas ketenagakerjaan {office.regency.name}"),
            regency=factory.SubFactory(RegencyFactory),
            province=factory.LazyAttribute(lambda office: office.regency.province),
        )

    code = factory.Sequence(lambda n: f"bp3mi-{n}")
    kind = Office.Kind.BP3MI
    name = factory.Sequence(lambda n: f"BP3MI Contoh {n}")
    province = factory.SubFactory(ProvinceFactory)


class OfficeCoverageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfficeCoverage

    office = factory.SubFactory(OfficeFactory)
    province = factory.LazyAttribute(lambda coverage: None if coverage.regency else coverage.office.province)
    regency = None


class HolidayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Holiday

    day = date(2026, 8, 17)
    kind = Holiday.Kind.NATIONAL
    name = "Hari Contoh"
    legal_basis = "SKB Contoh"


class PublicContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PublicContact

    code = factory.Sequence(lambda n: f"kontak-{n}")
    name = "Kontak Contoh"
    number = "0800-0000"
    reach = PublicContact.Reach.HOME
