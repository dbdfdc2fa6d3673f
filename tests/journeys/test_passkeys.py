"""Passkeys in a real browser with a made-up authenticator: added, used, taken away."""

import time

import pytest
from django.conf import settings

from portal.audit.models import Entry
from tests.accounts.phone import person
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, log_in
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.width import sticks_out

pytestmark = pytest.mark.django_db(transaction=True)


def with_device(page, *, verifies=True):
    """Give the browser a device that keeps passkeys; ``verifies``: it can tell that its owner holds it."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def enter(page, client, user, methods=None):
    """In by the session of a test client, second factor passed if there is one; or as ``methods`` say."""
    log_in(client, user)
    if methods:
        session = client.session
        session["account_authentication_methods"] = methods
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.goto("/akun/masuk/")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": page.url.split("/akun")[0]}])


def say_it_is_me(page):
    page.wait_for_url("**/akun/pastikan/**")
    page.fill("[name=password]", PASSWORD)
    page.click("main .btn-primary")
    page.wait_for_url("**/kunci/tambah/")


def log_out(page):
    page.goto("/akun/keluar/")
    page.click("main .btn-primary")


def log_in_by_passkey(page):
    page.goto("/akun/masuk/")
    page.click("form[data-passkey=log-in] button")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360px", "1366px"])
def test_a_passkey_is_added_opens_the_account_and_is_taken_away(new_page, client, size):
    page, user = with_device(new_page(size=size)), UserFactory()
    enter(page, client, user)
    page.goto("/akun/langkah-kedua/kunci/")
    page.click("text=Tambah kunci sandi")
    say_it_is_me(page)
    assert violations(page) == []
    assert sticks_out(page) == 0
    page.click("form[data-passkey=add] .btn-primary")
    page.wait_for_url("**/kode-cadangan/")
    assert page.locator("li.code").count() == 10
    log_out(page)

    log_in_by_passkey(page)
    page.wait_for_url("**/saya/")

    assert Entry.objects.filter(action="accounts.logged_in", reason_code="passkey", user_id=user.pk).exists()
    page.goto("/akun/langkah-kedua/kunci/")
    assert violations(page) == []
    page.click("text=Lepas")
    page.click("main .btn-danger")
    page.wait_for_url("**/kunci/")
    assert not user.authenticator_set.exists()


def test_an_officer_with_a_passkey_alone_comes_to_the_work_and_cannot_remove_it(new_page, client):
    page, officer = with_device(new_page()), MembershipFactory().user
    enter(page, client, officer)
    page.goto("/akun/langkah-kedua/kunci/tambah/")
    page.click("form[data-passkey=add] .btn-primary")
    page.wait_for_url("**/kode-cadangan/")
    officer.authenticator_set.filter(type="totp").delete()
    log_out(page)

    page.goto("/akun/masuk/")
    page.fill("[name=login]", officer.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form:first-of-type .btn-primary")
    assert violations(page) == []
    page.click("form[data-passkey=give] button")
    page.wait_for_url("**/petugas/")

    page.goto("/akun/langkah-kedua/kunci/")
    page.click("text=Lepas")
    page.wait_for_url("**/lepas/")
    assert page.locator("main .btn-danger").count() == 0
    assert officer.authenticator_set.filter(type="webauthn").exists()


def test_a_device_that_cannot_tell_who_holds_it_makes_no_passkey(new_page, client):
    page, user = with_device(new_page(), verifies=False), UserFactory(second_factor=True)
    enter(page, client, user)

    page.goto("/akun/langkah-kedua/kunci/tambah/")
    page.click("form[data-passkey=add] .btn-primary")

    page.wait_for_selector("[data-passkey-trouble=failed]", state="visible")
    assert not user.authenticator_set.filter(type="webauthn").exists()


def test_somebody_without_e_mail_logs_in_by_passkey(new_page, client):
    page, user = with_device(new_page()), person(name="Maria Tolan")
    enter(page, client, user, methods=[{"method": "password", "at": time.time()}])  # what the PIN leaves behind
    page.goto("/akun/langkah-kedua/kunci/tambah/")
    page.click("form[data-passkey=add] .btn-primary")
    page.wait_for_url("**/kode-cadangan/")
    log_out(page)

    page.goto("/akun/masuk/hp/")
    page.click("form[data-passkey=log-in] button")
    page.wait_for_url("**/saya/")

    assert "Maria Tolan" in page.inner_text("main")


@pytest.mark.parametrize("address", ["/akun/masuk/", "/akun/masuk/hp/"])
def test_without_scripts_no_page_speaks_of_passkeys(plain_page, address):
    plain_page.goto(address)

    assert "sidik jari" not in plain_page.inner_text("main")
