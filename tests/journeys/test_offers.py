"""Somebody found a job abroad: from the own page to the sent offer, without scripts, and the officer who checks it."""

import pytest
from django.test import Client

from portal.accounts.roles import Role
from registrations.placements.models import Placement
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, log_in
from tests.factories.jobs import DestinationFactory, OccupationFactory, PaperRuleFactory
from tests.factories.placements import VerifiedFactory, WayFactory
from tests.factories.registrations import DocumentFactory
from tests.journeys.conftest import PHONE, walked
from tests.journeys.width import sticks_out
from tests.placements import steps


def let_in(page, live_server, user):
    cookie = log_in(Client(headers={"host": "localhost"}), user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return page


def send(page):
    page.click("main form .btn-primary")


@pytest.mark.django_db(transaction=True)
@walked(PHONE)
def test_an_own_offer_goes_from_the_own_page_to_an_officer_who_finds_it_in_order(new_page, live_server, size, language):
    WayFactory(scheme="PERSEORANGAN", way=steps.packaged_way("PERSEORANGAN"))
    PaperRuleFactory(scheme="PERSEORANGAN", paper="call_letter", due="")
    country, work, registration = DestinationFactory(open=True), OccupationFactory(), VerifiedFactory()
    page = let_in(new_page(size=size, javascript=False), live_server, registration.candidate.user)

    page.goto("/saya/")
    page.click("text=Kerja yang Anda temukan sendiri")
    page.click("main .btn-primary")
    page.check("[name=scheme][value=PERSEORANGAN]")
    page.check("[name=purpose][value=work]")
    page.check("[name=employer_kind][value=household]")
    page.select_option("[name=destination]", str(country.pk))
    page.select_option("[name=occupation]", work.pk)
    page.fill("[name=title]", "Pengembang perangkat lunak")
    send(page)
    assert "tidak untuk rumah tangga" in page.inner_text(".errsum")
    page.check("[name=employer_kind][value=corporate]")
    send(page)
    page.fill("[name=employer_name]", "Contoh Sp. z o.o.")
    page.fill("[name=employer_address]", "Kraków")
    page.fill("[name=employer_contact]", "https://contoh.test")
    page.check("[name=found_by][value=internet]")
    page.check("[name=asked_for_money][value=yes]")
    send(page)
    page.fill("[name=wage_amount_min]", "9.000")
    page.fill("[name=currency]", "PLN")
    page.fill("[name=city]", "Kraków")
    page.fill("[name=contract_months]", "24")
    send(page)
    assert sticks_out(page) == 0
    assert "Hati-hati" in page.inner_text("main .note-bad")
    send(page)
    assert sticks_out(page) == 0
    assert "Pengembang perangkat lunak" in page.inner_text("h1")

    case = Placement.objects.get()
    DocumentFactory(candidate=case.candidate, paper="call_letter")
    officer = MembershipFactory(office=case.office, role=Role.BP3MI_OFFICER)
    desk = let_in(new_page(size=size, javascript=False), live_server, officer.user)
    desk.goto(f"/petugas/penempatan/{case.number}/")
    assert sticks_out(desk) == 0
    assert "Contoh Sp. z o.o." in desk.inner_text("main")
    desk.click("main a.btn-primary")
    assert sticks_out(desk) == 0
    desk.fill("[name=checked_on]", steps.day())
    for box in desk.query_selector_all("main form [type=checkbox]"):
        box.check()
    send(desk)
    case.refresh_from_db()
    assert case.state == State.SELECTED
