"""A page's weight on the line: what a phone on 3G has to load."""

import gzip
from datetime import timedelta

import pytest
from django.conf import settings

from portal.lib.dates import WIB, today_in
from tests.factories.jobs import CostItemFactory, EmployerFactory, PlacementCompanyFactory, VacancyFactory

FIRST_VIEW_BYTES = 14_000  # HTML, icons and the public stylesheet, gzip
LATER_VIEW_BYTES = 6_000  # HTML with its icons, gzip


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_list_with_twenty_full_cards_is_light(client, prefix):
    names = (
        "Perawat lansia di panti",
        "Operator produksi elektronik",
        "Juru las konstruksi",
        "Pengolahan makanan laut",
    )
    for place in range(20):
        vacancy = VacancyFactory(
            title=f"{names[place % len(names)]}, gelombang {place + 1}",
            title_en=f"Care worker and operator, round {place + 1}",
            city=("Taoyuan", "Kaohsiung", "Taichung")[place % 3],
            wage_amount_min=28_590 + 130 * place,
            currency="TWD",
            wage_period="month",
            closes_on=today_in(WIB) + timedelta(days=3 * place),
            language_requirement="Bahasa Mandarin dasar",
            quota_total=5 + place,
            placement_company=PlacementCompanyFactory(name=f"PT Contoh Lintas Cemara {place}"),
            employer=EmployerFactory(),
            checked=place < 6,
        )
        CostItemFactory(vacancy=vacancy, payer="CANDIDATE", amount=702_500 + 1_000 * place)

    page = client.get(f"{prefix}/lowongan/")
    html = len(gzip.compress(page.content, 6))
    sheet = len(gzip.compress((settings.BASE_DIR / "static/css/public.css").read_bytes(), 6))

    assert len(page.context["cards"]) == 20
    assert html <= LATER_VIEW_BYTES
    assert html + sheet <= FIRST_VIEW_BYTES
