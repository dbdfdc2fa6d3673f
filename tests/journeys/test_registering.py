"""From the front page to a registration that is handed in: on a phone, without scripts, with a break on the way."""

import pytest
from django.conf import settings
from django.test import Client

from portal.accounts.models import User
from registrations.models import Document, Registration
from registrations.workflow import State
from tests.accounts.conftest import gateway, quick_gateway
from tests.accounts.phone import TYPED, last_code
from tests.factories.accounts import log_in
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE
from tests.journeys.width import sticks_out
from tests.lib.test_uploads import picture
from tests.registrations.wizard import KK, NIK, a_listed_village

__all__ = ["gateway", "quick_gateway"]

SECRET = "582941"


def press(page):
    page.click("main form .btn-primary >> nth=0")


def sign_up(page, gateway):
    page.fill("[name=name]", "Marselina Taek")
    page.fill("[name=phone]", TYPED)
    press(page)
    page.fill("[name=code]", last_code(gateway))
    press(page)
    page.fill("[name=secret]", SECRET)
    page.fill("[name=again]", SECRET)
    press(page)


def on_another_device(new_page, live_server, user):
    client = log_in(Client(headers={"host": "localhost"}), user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = new_page(size=PHONE, javascript=False)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return page


@pytest.mark.django_db(transaction=True)
def test_a_person_registers_on_a_phone_without_scripts_and_goes_on_from_another(new_page, live_server, quick_gateway):
    a_listed_village()
    checked, page = new_page(size=PHONE), new_page(size=PHONE, javascript=False)

    def look(page):
        checked.context.add_cookies(page.context.cookies())
        checked.goto(page.url)
        assert violations(checked) == []
        assert sticks_out(checked) == 0

    page.goto("/")
    page.click("main a[href='/daftar/']")
    page.click("main .btn-primary")
    sign_up(page, quick_gateway)
    page.fill("[name=birth_date]", "14/2/2002")
    page.fill("[name=birth_place]", "Atambua")
    page.check("[value=female]")
    press(page)
    page.fill("[name=nik]", NIK)
    page.fill("[name=kk]", KK)
    press(page)
    assert "isian 3 dari 9" in page.inner_text("main")
    page.click("[name=later]")
    assert page.url.endswith("/saya/")

    page = on_another_device(new_page, live_server, User.objects.get())
    page.goto("/daftar/")
    page.click("main a[href='/daftar/mulai/']")
    page.fill("[name=village]", "tohe")
    press(page)
    look(page)
    page.check("[name=village_kode]")
    press(page)
    page.check("[value=SMA]")
    page.check("[value=single]")
    press(page)
    look(page)
    page.check("[name=whose][value=family]")
    press(page)
    press(page)
    page.check("[name=has_read]")
    press(page)
    look(page)
    for _ in range(2):
        page.click("main .tasks .hot a >> nth=0")
        photo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": picture()}
        page.set_input_files("[name=photos]", photo)
        press(page)
    assert page.url.endswith("/periksa/")
    press(page)

    registration = Registration.objects.get()
    assert registration.state == State.IN_REVIEW
    assert registration.number in page.inner_text("main")
    assert str(registration.office) in page.inner_text("main")
    assert Document.objects.count() == 2
    assert registration.candidate.phones.get().whose == "family"
