"""A ban is drafted by one officer and published by another, and a citizen reads it, in a real browser without scripts."""

import pytest

from portal.accounts.roles import Role
from tests.factories.jobs import VacancyFactory, days_ago
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, walked
from tests.journeys.test_check_room import desk  # noqa: F401
from tests.journeys.width import sticks_out


@pytest.mark.django_db(transaction=True)
@walked(DESKTOP, "/en")
def test_one_drafts_a_ban_another_publishes_and_the_public_reads_it(desk, new_page, size, language):  # noqa: F811
    vacancy = VacancyFactory()
    drafter, watched = desk(Role.MINISTRY_ADMIN, size)
    citizen = new_page(size=size, javascript=False)

    drafter.goto(f"{language}/petugas/aturan/")
    drafter.click("main a[href$='/baru/placement/']")
    drafter.select_option("[name=destination]", str(vacancy.destination_id))
    drafter.select_option("[name=action]", "banned")
    drafter.fill("[name=decree_number]", "Keputusan Contoh 12/2026")
    drafter.fill("[name=decree_date]", f"{days_ago(1):%d/%m/%Y}")
    drafter.fill("[name=source_name]", "JDIH Contoh")
    drafter.click("main form .btn-primary")
    watched.goto(drafter.url)
    assert violations(watched) == []
    assert sticks_out(watched) == 0
    drafter.click(".dock form[action$='/hand_in/'] button")

    second, _watched = desk(Role.MINISTRY_ADMIN, size)
    second.goto(f"{language}/petugas/aturan/")
    second.click(".panel .tasks a")
    second.click(".dock a[href$='/terbitkan/']")
    second.click("main form .btn-primary")

    citizen.goto(f"{language}/lowongan/")
    assert vacancy.title not in citizen.inner_text("main")
    citizen.goto(f"{language}/negara/{vacancy.destination.country_id}/")
    assert "Keputusan Contoh 12/2026" in citizen.inner_text(".law")
    citizen.click("a[href*='/aturan/?negara=']")
    citizen.wait_for_url("**/aturan/?negara=**")
    assert "Keputusan Contoh 12/2026" in citizen.inner_text("main")
