"""Looking after one's own ways in, in a real browser without scripts, on a phone and at a desk."""

import pytest
from django.core import mail

from tests.accounts.conftest import gateway, quick_gateway
from tests.accounts.phone import PIN, last_code, person
from tests.factories.accounts import log_in
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE, walked
from tests.journeys.width import sticks_out

__all__ = ["gateway", "quick_gateway"]


@pytest.mark.django_db(transaction=True)
@walked(PHONE)
def test_a_person_with_a_pin_only_changes_pin_number_and_adds_an_address(
    new_page, quick_gateway, live_server, client, size, language
):
    user = person(password=None)
    log_in(client, user)
    checked, page = new_page(size=size), new_page(size=size, javascript=False)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    checked.context.add_cookies([cookie])

    def look():
        checked.goto(page.url)
        assert violations(checked) == []
        assert sticks_out(checked) == 0

    def send(**fields):
        look()
        for name, value in fields.items():
            page.fill(f"[name={name}]", value)
        page.click("main form:first-of-type .btn-primary")

    page.goto(f"{language}/saya/")
    page.click(f"main a[href='{language}/akun/kontak/']")
    look()
    page.click(f"a[href='{language}/akun/kontak/pin/']")
    send(password=PIN)
    send(pin="907541", again="907541")
    page.click(f"a[href='{language}/akun/kontak/nomor/']")
    send(phone="0813 5739 4680")
    send(code=last_code(quick_gateway))
    page.click(f"a[href='{language}/akun/kontak/nomor/hapus/']")
    look()
    page.click(f"main a[href='{language}/akun/kontak/email/']")
    send(email="baru@contoh.test")
    send(code=next(line for line in mail.outbox[-1].body.splitlines() if line.isdigit()))

    assert page.url == f"{live_server.url}{language}/akun/kontak/"
    assert "0813-5739-4680" in page.inner_text("main")
    assert "baru@contoh.test" in page.inner_text("main")
    user.refresh_from_db()
    assert (str(user.phone), user.email) == ("+6281357394680", "baru@contoh.test")
