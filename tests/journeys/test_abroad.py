"""At work abroad with a problem, answered and settled; then home, the checklist, the certificate, and registering again."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from registrations.models import Registration
from registrations.placements.models import ExperienceSheet, Placement
from tests.factories.accounts import MembershipFactory, log_in
from tests.journeys.axe import violations
from tests.journeys.conftest import DESKTOP, PHONE, walked
from tests.journeys.width import sticks_out
from tests.pages_rows_of_abroad import abroad
from tests.placements.steps import day as typed


def logged_in(page, user, live_server):
    cookie = log_in(Client(headers={"host": "localhost"}), user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return page


def of(name, *arguments):
    with override("id"):
        return reverse(name, args=arguments)


def send(page):
    page.click("main form .btn-primary")


@pytest.mark.django_db(transaction=True)
@walked(PHONE)
def test_from_a_problem_abroad_to_a_new_registration(new_page, live_server, size, language):
    case = abroad()
    page = logged_in(new_page(size=size, javascript=False), case.candidate.user, live_server)
    office = logged_in(new_page(size=DESKTOP), MembershipFactory(office=case.office).user, live_server)

    page.goto(of("path:placement", case.number))
    page.click(f"main a[href='{of('abroad:problem', case.number)}']")
    page.check("[name=danger][value=no]")
    page.check("[name=kind][value=unpaid]")
    page.fill("[name=words]", "Upah tiga bulan belum dibayar.")
    send(page)

    office.goto(of("abroad:cases"))
    office.click("main .tasks a")
    assert "Upah tiga bulan belum dibayar." in office.inner_text("main")
    office.fill("[name=words]", "Kami menulis ke KDEI hari ini.")
    send(office)
    office.goto(of("recording:step", case.number, "settle_case"))
    office.check("[name=outcome][value=solved]")
    office.fill("[name=reason]", "Upah sudah dibayar.")
    send(office)

    page.goto(of("path:placement", case.number))
    assert "Upah sudah dibayar." in page.inner_text("main")
    page.click(f"main a[href='{of('home:came', case.number)}']")
    page.fill("[name=came_on]", typed())
    page.check("[name=why][value=done]")
    send(page)
    page.check("[name=training][value=yes]")
    send(page)
    assert "BLK" in page.inner_text("main .tasks")
    assert sticks_out(page) == 0

    page.goto(of("home:experience", case.number))
    send(page)
    code = ExperienceSheet.objects.get().code
    assert code in page.inner_text("main article")
    stranger = new_page(size=size)
    stranger.goto(of("home:genuine", code))
    assert violations(stranger) == []
    assert case.candidate.name not in stranger.inner_text("main")

    page.goto(of("path:placement", case.number))
    page.click(f"main a[href='{of('home:again')}']")
    send(page)
    assert (Placement.objects.get().state, Registration.objects.get().state) == ("returned", "in_review")
