"""The national log-in in a real browser, by keys alone and without scripts, at a provider on another origin."""

import pytest
from django.core.cache import cache

from portal.accounts.models import User
from tests.accounts import oidc
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider(settings):
    cache.clear()
    with oidc.running() as running:
        settings.NATIONAL_LOGIN_ISSUER = running.url
        yield running


@pytest.fixture(params=[PHONE, DESKTOP], ids=["360px", "1366px"])
def traveller(browser, live_server, request):
    """A page that may leave for the provider, which the pages of the other journeys may not."""
    context = browser.new_context(base_url=live_server.url, viewport=request.param, locale="id-ID")
    yield context.new_page()
    context.close()


def press_through_to(page, words):
    """Tab to what is called ``words``, see that its focus shows, press Enter."""
    for _stop in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip().startswith(words):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{words} is not reached by keys")


def test_a_new_person_comes_in_by_keys_alone(traveller, provider):
    traveller.goto("/akun/masuk/")
    press_through_to(traveller, "Masuk dengan akun nasional")
    traveller.wait_for_url(f"{provider.url}/authorize**")
    traveller.click("text=Setuju")
    traveller.wait_for_url("**/akun/sambungan/akun-baru/")
    assert violations(traveller) == []
    assert traveller.input_value("[name=name]") == "Yosefina Nahak"

    press_through_to(traveller, "Buat akun")
    traveller.wait_for_url("**/saya/")

    assert User.objects.get().name == "Yosefina Nahak"


def test_who_cancels_there_reads_a_sentence_here(traveller, provider):
    traveller.goto("/en/akun/masuk/")
    traveller.click("text=Log in with national account")
    traveller.wait_for_url(f"{provider.url}/authorize**")
    traveller.click("text=Batal")
    traveller.wait_for_url("**/en/akun/masuk/")

    assert "Nothing was changed" in traveller.inner_text("body")
