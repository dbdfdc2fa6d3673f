"""A vacancy walks from an officer's proofs to a head's decision, in a real browser without scripts."""

import pytest
from django.conf import settings
from django.test import Client

from jobs.choices import CheckKind
from jobs.workflow import State
from portal.accounts.roles import Role
from tests.factories.accounts import MembershipFactory, log_in
from tests.factories.jobs import OrderFactory
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, walked
from tests.journeys.width import sticks_out


@pytest.fixture
def desk(new_page, live_server):
    """Opens two pages of one officer: one without scripts to work on, one with them to be measured."""

    def opened(role, size):
        client = log_in(Client(headers={"host": "localhost"}), MembershipFactory(role=role).user)
        pages = new_page(size=size, javascript=False), new_page(size=size)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        for page in pages:
            page.context.add_cookies([cookie | {"url": live_server.url}])
        return pages

    return opened


@pytest.mark.django_db(transaction=True)
@walked(DESKTOP, "/en")
def test_an_officer_proves_and_a_head_opens_without_scripts(desk, size, language):
    order = OrderFactory(job_order_number="JO-77")
    officer, watched = desk(Role.BP3MI_OFFICER, size)

    officer.goto(f"{language}/petugas/")
    officer.click(f"main a[href='{language}/petugas/lowongan/']")
    officer.fill("[name=q]", "jo-77")
    officer.click("form[role=search] button")
    officer.click(".queue th a")
    for number, kind in enumerate(CheckKind):
        officer.fill(f"[name={kind}-reference]", f"Surat {number}/2026")
        officer.click(f"#id_{kind}-enough")
    watched.goto(officer.url)
    assert violations(watched) == []
    assert sticks_out(watched) == 0
    officer.click(f".dock form[action$='/{order.number}/langkah/verify/'] button")

    head, _watched = desk(Role.BP3MI_HEAD, size)
    head.goto(f"{language}/petugas/lowongan/")
    head.click("form[action$='/berikutnya/'] button")
    head.click(f".dock form[action$='/{order.number}/langkah/open/'] button")

    order.refresh_from_db()
    assert order.state == State.OPEN
    head.goto(language + order.get_absolute_url())
    assert "Surat 3/2026" in head.inner_text("#cek")
