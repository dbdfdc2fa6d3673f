"""Making an account by phone number in a real browser, without scripts, on a phone and at a desk."""

import pytest

from portal.accounts.counter.claims import make_code
from portal.accounts.models import User
from tests.accounts.conftest import gateway, quick_gateway
from tests.accounts.phone import PIN, TYPED, last_code, person
from tests.factories.accounts import ClaimFactory
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE, walked
from tests.journeys.width import sticks_out

__all__ = ["gateway", "quick_gateway"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    walked(PHONE, "/en"),
]


@pytest.fixture
def walk(new_page, size):
    """(page without scripts, look): ``look`` checks the page where the person stands with axe, in the same session."""
    checked, page = new_page(size=size), new_page(size=size, javascript=False)

    def look():
        checked.context.add_cookies(page.context.cookies())
        checked.goto(page.url)
        assert violations(checked) == []
        assert sticks_out(checked) == 0

    return page, look


def press(page):
    page.click("main form:first-of-type .btn-primary")


def test_name_number_code_and_pin_make_an_account(walk, quick_gateway, live_server, language):
    page, look = walk

    page.goto(f"{language}/akun/masuk/")
    page.click(".shelf a >> nth=0")
    page.click(f"main a[href='{language}/akun/daftar/hp/']")
    page.fill("[name=name]", "Yuliana Seran")
    page.fill("[name=phone]", TYPED)
    press(page)
    look()
    page.fill("[name=code]", last_code(quick_gateway))
    press(page)
    look()
    page.fill("[name=secret]", "111111")
    page.fill("[name=again]", "111111")
    press(page)
    assert page.locator("[name=secret]").get_attribute("aria-invalid") == "true"
    page.fill("[name=secret]", "582941")
    page.fill("[name=again]", "582941")
    page.check("[name=is_shared]")
    press(page)

    assert page.url == f"{live_server.url}{language}/saya/"
    assert "Yuliana" not in page.inner_text("header")
    assert User.objects.get().language == (language.strip("/") or "id")


def test_a_new_device_comes_in_by_the_code_from_the_counter(walk, quick_gateway, live_server, language):
    page, look = walk
    paper = make_code(ClaimFactory(account=person(name="Maria Tolan")))

    page.goto(f"{language}/akun/masuk/hp/")
    page.fill("[name=phone]", TYPED)
    page.fill("[name=secret]", PIN)
    press(page)
    page.fill("[name=code]", last_code(quick_gateway))
    press(page)
    look()
    page.fill("[name=code]", paper)
    press(page)

    assert page.url == f"{live_server.url}{language}/saya/"
    assert "Maria" in page.inner_text("header")


def test_a_full_number_is_told_kindly(walk, quick_gateway, live_server, language):
    page, look = walk
    for _ in range(6):
        person()

    page.goto(f"{language}/akun/daftar/hp/")
    page.fill("[name=name]", "Yuliana")
    page.fill("[name=phone]", TYPED)
    press(page)
    page.fill("[name=code]", last_code(quick_gateway))
    press(page)
    look()

    assert page.locator("h1").count() == 1
    assert page.locator("main a[href*='kantor']").count() == 1
