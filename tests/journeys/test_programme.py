"""A programme of the government: a person signs up on a phone, officers bring scores and publish, the person reads the rank."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from portal.accounts.roles import Role
from registrations.placements.models import Batch, SignUp
from registrations.placements.programmes.workflow import State
from tests.factories.accounts import MembershipFactory, UserFactory, log_in
from tests.factories.placements import VerifiedFactory, WayFactory
from tests.factories.programmes import BatchFactory, SignUpFactory, in_days
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.width import sticks_out


@pytest.mark.django_db(transaction=True)
def test_from_the_sign_up_to_the_own_rank(new_page, live_server):
    WayFactory(scheme="G_TO_G")
    ministry = MembershipFactory(role=Role.MINISTRY_ADMIN)
    batch = BatchFactory(office=ministry.office)
    better, registration = SignUpFactory(batch=batch), VerifiedFactory(candidate__user=UserFactory())

    def opened(user, size):
        page = new_page(size=size)
        cookie = log_in(Client(headers={"host": "localhost"}), user).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    def looks_right(page):
        assert violations(page) == []
        assert sticks_out(page) == 0

    person = opened(registration.candidate.user, PHONE)
    person.goto("/program/")
    person.click("main .tasks a")
    person.click("main .btn-primary")
    person.click("main form .btn-primary")
    own = SignUp.objects.get(registration=registration)
    expect(person.locator("#stand")).to_contain_text("Anda terdaftar")
    expect(person.locator("main")).to_contain_text(own.number)
    looks_right(person)

    Batch.objects.filter(pk=batch.pk).update(
        state=State.CLOSED, opens_on=in_days(-40), closes_on=in_days(-9), test_on=in_days(-1)
    )
    officer = opened(ministry.user, DESKTOP)
    officer.goto(f"/petugas/program/{batch.number}/nilai/")
    content = f"nomor;Membaca;Menyimak\n{own.number};70;60,5\n{better.number};90;90\nN-1;1;1\n"
    officer.set_input_files("[name=file]", {"name": "nilai.csv", "mimeType": "text/csv", "buffer": content.encode()})
    officer.click("main .btn-primary")
    expect(officer.locator("main .tbl tbody tr")).to_have_count(1)  # the row that was refused
    officer.click("main form .btn-primary")
    expect(officer.locator("main [role=status]")).to_be_visible()
    looks_right(officer)

    second = opened(MembershipFactory(role=Role.BP3MI_HEAD, office=ministry.office).user, DESKTOP)
    second.goto(f"/petugas/program/{batch.number}/")
    second.click("main aside .btn-primary")
    second.fill("[name=roster_until]", f"{in_days(300):%d/%m/%Y}")
    second.click("main form .btn-primary")
    expect(second.locator("main h1")).to_contain_text(batch.name)
    looks_right(second)

    person.reload()
    result = person.locator("section", has=person.locator("#stand"))
    expect(result).to_contain_text("Anda masuk roster")
    expect(result).to_contain_text("Lulus tidak menjamin penempatan.")
    expect(person.locator("main .facts").first).to_contain_text("2 dari 2")
    looks_right(person)
