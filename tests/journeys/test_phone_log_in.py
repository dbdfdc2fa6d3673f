"""Logging in by phone number in a real browser, without scripts, on a phone and at a desk."""

import pytest

from tests.accounts.conftest import gateway, quick_gateway
from tests.accounts.phone import PIN, TYPED, at_home, last_code, person
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE, walked
from tests.journeys.width import sticks_out

__all__ = ["gateway", "quick_gateway"]


@pytest.mark.django_db(transaction=True)
@walked(PHONE)
def test_number_pin_and_code_open_the_account_without_scripts(
    new_page, quick_gateway, live_server, client, size, language
):
    at_home(client, person(name="Maria Tolan"))
    checked, page = new_page(size=size), new_page(size=size, javascript=False)
    device = {"name": "device", "value": client.cookies["device"].value, "url": live_server.url}
    page.context.add_cookies([device])

    page.goto(f"{language}/akun/masuk/hp/")
    page.fill("[name=phone]", TYPED)
    page.fill("[name=secret]", PIN)
    page.check("[name=is_shared]")
    page.click("main .btn-primary")
    checked.context.add_cookies(page.context.cookies())
    checked.goto(page.url)
    assert violations(checked) == []
    assert sticks_out(checked) == 0
    page.fill("[name=code]", last_code(quick_gateway))
    page.click("main form:first-of-type .btn-primary")

    assert page.url.startswith(f"{live_server.url}{language}/saya/")
    assert "Maria" not in page.inner_text("header")
