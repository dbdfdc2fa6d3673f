"""Sending a paper from a phone whose line breaks: drawn smaller there, on its way in parts, goes on by itself."""

import io

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from registrations.models import Document, Upload
from tests.factories.accounts import log_in
from tests.factories.registrations import CandidateFactory

pytestmark = pytest.mark.django_db(transaction=True)


def photo(brightness):
    file = io.BytesIO()
    paper = Image.effect_noise((1600, 1100), 90).point(lambda dot: dot * brightness)
    paper.save(file, "JPEG", quality=98)
    return {"name": "surat.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_a_photo_goes_on_after_the_line_broke_and_is_handed_in(new_page, live_server):
    candidate, page, breaks = CandidateFactory(), new_page(), []
    client = log_in(Client(headers={"host": "localhost"}), candidate.user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    def break_once(route):
        breaks.append(route.request.url)
        route.abort() if len(breaks) == 2 else route.continue_()

    page.route("**/kiriman/*/*", break_once)
    page.goto("/saya/berkas/ktp/")
    page.click("main form .btn-primary")
    expect(page.locator(".errsum")).to_be_visible()
    sent = photo(brightness=0.3)
    page.set_input_files("[name=photos]", sent)
    expect(page.locator("[data-progress]")).to_contain_text("Tidak ada sinyal. Lanjut otomatis")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[name=kept]")).to_be_checked()
    expect(page.locator(".errsum")).to_have_count(0)
    expect(page.locator("[data-progress]")).to_contain_text("tampak gelap")
    expect(page.locator("[data-kept] label")).to_contain_text("tampak gelap")
    assert Upload.objects.get().said_size <= 800 * 1024 < len(sent["buffer"])

    page.click("main form .btn-primary")
    page.wait_for_url("**/saya/")

    assert "Sudah sampai" in page.inner_text("main")
    assert Document.objects.get(candidate=candidate).pages.count() == 1
    page.go_back()  # not to the browser's own error about a form
    expect(page.locator("form[data-papers]")).to_be_visible()
