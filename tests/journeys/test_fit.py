"""Five questions answered by keys alone, in a browser without scripts, on a phone that others use too."""

import pytest

from tests.factories.jobs import VacancyFactory
from tests.journeys.conftest import PHONE, walked
from tests.journeys.test_by_keyboard import follow, go_to, send, write
from tests.journeys.width import sticks_out

pytestmark = pytest.mark.django_db(transaction=True)


def answer(page, age):
    go_to(page, "[name=pendidikan]")
    page.keyboard.type("SMA")
    write(page, "usia", age)
    send(page)


@walked(PHONE)
def test_a_person_finds_what_fits_and_leaves_no_trace(new_page, size, language):
    fitting = VacancyFactory(title="Juru las", age_min=21, age_max=35, education_min="SMP")
    page = new_page(size=size, javascript=False)
    page.goto(f"{language}/lowongan/")
    follow(page, "a[href$='/lowongan/cocok/']")

    answer(page, "not a number")
    assert page.locator(".errsum").count() == 1
    answer(page, "24")

    assert sticks_out(page) == 0
    assert page.url.endswith("/lowongan/cocok/")
    assert page.context.cookies() == []
    follow(page, f"a[href$='{fitting.get_absolute_url()}']")
    follow(page, "a[href$='/cocok/']:not(nav a)")
    answer(page, "40")
    assert "35" in page.locator("main").inner_text()
