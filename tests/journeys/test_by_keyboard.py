"""Getting in and doing one's work with keys alone; whoever does so sees at each step where they are."""

import pytest
from playwright.sync_api import expect

from jobs.workflow import State
from portal.accounts.models import Invitation, User
from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from tests.accounts.conftest import gateway, quick_gateway
from tests.accounts.phone import TYPED, last_code
from tests.factories.accounts import PASSWORD, MembershipFactory, totp_code
from tests.factories.jobs import OrderFactory
from tests.journeys.conftest import PHONE
from tests.journeys.test_check_room import desk

__all__ = ["desk", "gateway", "quick_gateway"]

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STOPS = 60  # from the top of a page to what one looks for
STOP = """wanted => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    // A link that stands for its whole card is marked around the card.
    const styles = [getComputedStyle(at), getComputedStyle(at, '::after')];
    const isMarked = styles.some(style => style.outlineStyle !== 'none' || style.boxShadow !== 'none');
    const dock = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20))?.closest('.dock');
    const isHidden = box.width === 0 || box.bottom <= 0 || box.top >= innerHeight || dock && !dock.contains(at);
    return {isNone: at === document.body, isSeen: isMarked && !isHidden, isWanted: at.matches(wanted), html: at.outerHTML};
}"""


def go_to(page, selector):
    """Tab until ``selector`` has the focus; each stop on the way must be seen."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP, selector)
        assert stop["isNone"] or stop["isSeen"], stop["html"]
        if stop["isWanted"]:
            return
    raise AssertionError(f"No key leads to {selector}")


def write(page, name, text):
    go_to(page, f"[name={name}]")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def send(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


def follow(page, selector):
    go_to(page, selector)
    send(page)


def test_a_person_makes_an_account_by_phone(any_page, quick_gateway):
    any_page.goto("/akun/daftar/hp/")
    write(any_page, "name", "Yuliana Seran")
    write(any_page, "phone", TYPED)
    send(any_page)
    write(any_page, "code", last_code(quick_gateway))
    send(any_page)
    write(any_page, "secret", "582941")
    write(any_page, "again", "582941")
    send(any_page)

    assert any_page.url.endswith("/saya/")
    assert User.objects.get().name == "Yuliana Seran"


def test_a_head_logs_in_with_the_second_step_and_invites(any_page):
    head = MembershipFactory(role=Role.BP3MI_HEAD)
    any_page.goto("/akun/masuk/")
    write(any_page, "login", head.user.email)
    write(any_page, "password", PASSWORD)
    send(any_page)
    write(any_page, "code", totp_code(head.user))
    send(any_page)
    assert any_page.url.endswith("/petugas/")

    follow(any_page, "a[href='/petugas/anggota/']")
    follow(any_page, "a[href$='/undang/']")
    follow(any_page, "a[href='?peran=bp3mi_officer.']")
    write(any_page, "name", "Ibu Baru")
    write(any_page, "email", "baru@contoh.test")
    write(any_page, "valid_from", f"{today_in(WIB):%d/%m/%Y}")
    write(any_page, "letter_number", "SK-1")
    send(any_page)

    assert Invitation.objects.get().email == "baru@contoh.test"


def test_a_person_leaves_by_key(any_page):
    person = MembershipFactory().user
    any_page.goto("/akun/masuk/")
    write(any_page, "login", person.email)
    write(any_page, "password", PASSWORD)
    send(any_page)
    write(any_page, "code", totp_code(person))
    send(any_page)

    follow(any_page, "form[action='/akun/keluar/'] button")

    assert "/akun/masuk" in any_page.url


def test_an_officer_proves_and_a_head_opens_by_keys(desk):
    order = OrderFactory(proven=True)
    _plain, officer = desk(Role.BP3MI_OFFICER, PHONE)
    officer.goto(f"/petugas/lowongan/{order.number}/")
    go_to(officer, "details:has([name=licence-reference]) summary")
    officer.keyboard.press("Enter")
    follow(officer, "#id_licence-enough")
    expect(officer.locator(".errsum")).to_be_focused()
    officer.keyboard.press("Tab")
    officer.keyboard.press("Enter")
    expect(officer.locator("[name=licence-reference]")).to_be_focused()
    officer.keyboard.type("Surat 12/2026")
    follow(officer, "#id_licence-enough")
    assert "Sudah dicatat" in officer.inner_text("main [role=status]")
    follow(officer, ".dock form[action$='/verify/'] button")

    _plain, head = desk(Role.BP3MI_HEAD, PHONE)
    head.goto("/petugas/lowongan/?tab=buka")
    follow(head, "form[action$='/berikutnya/'] button")
    follow(head, ".dock form[action$='/open/'] button")
    order.refresh_from_db()
    assert order.state == State.OPEN
    assert order.title in head.inner_text("main [role=status]")
