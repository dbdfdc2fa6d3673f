"""From one officer to another to the person, in a real browser and without scripts, and on paper."""

import pytest
from django.core.cache import cache

from portal.accounts.models import ClaimCode, User
from tests.accounts.counter import CODE, a_person, two_officers
from tests.factories.accounts import log_in
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, walked
from tests.journeys.width import sticks_out


@pytest.fixture
def browsers(new_page, live_server, client):
    """Makes browsers: browsers(user, size), logged in unless the user is None."""
    cache.clear()

    def make(user, size, javascript=False):
        page = new_page(size=size, javascript=javascript)
        if user:
            cookie = log_in(type(client)(), user).cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return page

    return make


@pytest.fixture
def is_fit(new_page):
    """Whether what a browser shows has no axe violation and stays inside its width."""
    looking = new_page()

    def look(page):
        looking.set_viewport_size(page.viewport_size)
        looking.context.add_cookies(page.context.cookies())
        looking.goto(page.url)
        return violations(looking) == [] and sticks_out(page) == 0

    return look


@pytest.mark.django_db(transaction=True)
@walked(DESKTOP)
def test_two_officers_bring_a_person_back_in(browsers, is_fit, size, language):
    person = a_person(email=None)
    first, second = two_officers()
    one, two, at_home = browsers(first.user, size), browsers(second.user, size), browsers(None, size)

    one.goto(f"{language}/petugas/")
    one.click(f"a[href='{language}/petugas/loket/']")
    assert is_fit(one)
    one.fill("[name=name]", "maria tolan")
    one.fill("[name=contact]", "0812 3456 7890")
    one.click("main .btn-primary")
    assert is_fit(one)
    one.check("[value=recovery]")
    one.check("[value=id_card]")
    one.check("[value=parent_name]")
    one.click("main .btn-primary")
    assert is_fit(one)
    act = one.url

    two.goto(f"{language}/petugas/loket/menunggu/")
    assert is_fit(two)
    two.click("main .tasks a")
    assert is_fit(two)
    two.check("[name=has_seen]")
    two.click("button[value=confirm]")

    one.goto(act)
    one.click("main .btn-primary")
    one.wait_for_selector(".sheet")
    assert sticks_out(one) == 0
    code = CODE.search(one.inner_text(".sheet")).group()

    at_home.goto(f"{language}/akun/masuk/")
    at_home.click(f"a[href='{language}/akun/kode-kantor/']")
    assert is_fit(at_home)
    at_home.fill("[name=code]", code.lower())
    at_home.click("main .btn-primary")
    assert is_fit(at_home)
    at_home.fill("[name=secret]", "746190")
    at_home.fill("[name=again]", "746190")
    at_home.check("[name=keeps_phone]")
    at_home.click("main .btn-primary")

    assert "/akun/kode-kantor/" not in at_home.url
    person.refresh_from_db()
    assert person.open_sessions.count() == 1
    assert str(person.phone) == "+6281234567890"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["", "/en"], ids=["id", "en"])
def test_an_account_opened_at_the_counter_goes_home_on_one_sheet(browsers, language, tmp_path):
    officer, _colleague = two_officers()
    page = browsers(officer.user, DESKTOP, javascript=True)  # which axe needs on the sheet: it is shown once

    page.goto(f"{language}/petugas/loket/")
    page.click("main .btn-line")
    page.fill("[name=name]", "Yosef Bria")
    page.check("[value=id_card]")
    page.check("[value=birth_date]")
    page.click("main .btn-primary")
    page.click("main .btn-primary")
    code = CODE.search(page.inner_text(".sheet")).group()
    assert violations(page) == []
    page.emulate_media(media="print")

    # In the person's language, whatever the officer reads; one page, and nothing on it but the sheet.
    assert page.get_attribute(".sheet", "lang") == "id"
    assert "Jangan beri kode ini kepada siapa pun" in page.inner_text(".sheet")
    assert not page.is_visible("header nav")
    assert not page.is_visible("main h1")
    assert page.pdf(format="A5").count(b"/Type /Page\n") == 1
    (claim,) = ClaimCode.objects.all()
    assert claim.account == User.objects.get(name="Yosef Bria")
    assert code not in page.url
