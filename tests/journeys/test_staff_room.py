"""A village clerk without e-mail comes in by a sheet of paper, in a real browser, without scripts."""

import pytest
from django.conf import settings
from django.test import Client

from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from tests.factories.accounts import MembershipFactory, UserFactory, log_in
from tests.factories.places import OfficeFactory, VillageFactory
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE, walked
from tests.journeys.width import sticks_out


@pytest.fixture
def page_as(new_page, live_server):
    def opened(user, size):
        """(a page without scripts, one with them to be checked), both logged in as ``user``."""
        cookie = log_in(Client(headers={"host": "localhost"}), user).cookies[settings.SESSION_COOKIE_NAME]
        pages = new_page(size=size, javascript=False), new_page(size=size)
        for page in pages:
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return pages

    return opened


@pytest.mark.django_db(transaction=True)
@walked(DESKTOP)
def test_a_head_hands_over_a_sheet_and_confirms_who_took_it(page_as, size, language):
    head = MembershipFactory(role=Role.REGENCY_HEAD, office=OfficeFactory(labour=True))
    VillageFactory(district__regency=head.office.regency, name="Tohe")
    person = UserFactory(name="Mikael Tae", second_factor=True)
    of_head, _checked = page_as(head.user, size)
    of_person, checked = page_as(person, PHONE)

    of_head.goto(f"{language}/petugas/anggota/{head.office.code}/undang/")
    of_head.click(f"a[href*={Role.VILLAGE_CLERK}]")
    of_head.fill("[name=name]", "Mikael")
    of_head.select_option("[name=village]", label="Tohe")
    of_head.fill("[name=valid_to]", f"{today_in(WIB):%d/%m/%Y}")
    of_head.fill("[name=letter_number]", "SK-1")
    of_head.click("main .btn-primary")
    of_head.wait_for_selector("main .code")
    assert sticks_out(of_head) == 0
    link = of_head.inner_text("main .code")

    checked.goto(link)
    assert violations(checked) == []
    of_person.goto(link)
    of_person.click("main .btn-primary")
    assert not person.memberships.exists()

    of_head.goto(f"{language}/petugas/anggota/{head.office.code}/")
    of_head.click(".tasks .hot a")
    assert of_head.wait_for_selector("main >> text=Mikael Tae")
    of_head.click("main form .btn-primary")

    assert person.memberships.get().role == Role.VILLAGE_CLERK
    of_person.goto("/petugas/")
    assert "Tohe" in of_person.inner_text("main")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360px", "1366px"])
@pytest.mark.parametrize("act", ["buka", "akhiri"])
def test_each_link_beside_a_member_opens_its_own_page(page_as, size, act):
    head = MembershipFactory(role=Role.BP3MI_HEAD)
    locked = MembershipFactory(office=head.office, unused_days=90)
    page, _checked = page_as(head.user, size)

    page.goto(f"/petugas/anggota/{head.office.code}/")
    page.click(f"a[href$='/{locked.pk}/{act}/']")

    assert page.url.endswith(f"/{locked.pk}/{act}/")
