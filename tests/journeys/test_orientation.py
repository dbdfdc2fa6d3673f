"""The orientation in a real browser without scripts: from who waits to the certificate, and how its person reads it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from portal.lib.dates import today_in
from registrations.placements.models import OppSession
from registrations.placements.models.opp_request import ask
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, log_in
from tests.factories.opp import the_procedure
from tests.factories.placements import PlacementFactory
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser_of(new_page, live_server):
    def opened(user, size):
        client = log_in(Client(headers={"host": "localhost"}), user)
        page = new_page(size=size, javascript=False)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return page

    return opened


def test_from_those_who_wait_to_the_certificate_and_the_page_of_the_person(browser_of):
    membership = MembershipFactory(role="bp3mi_officer")
    facts = {"registration__office": membership.office, "state": State.VISA_OK, "procedure": the_procedure()}
    there, away = (PlacementFactory(**facts) for _one in range(2))
    ask(there)
    ask(away)
    officer, person = browser_of(membership.user, DESKTOP), browser_of(there.candidate.user, PHONE)
    person.goto(f"/saya/lamaran/{there.number}/orientasi/")
    assert "menjawab paling lambat" in person.inner_text("main")
    person.click("main form .btn-primary")

    officer.goto("/petugas/opp/")
    assert "Diminta sendiri" in officer.inner_text(f"tr:has-text('{there.number}')")
    officer.click("main a[href$='/sesi/baru/']")
    day = today_in(membership.office.zone) + timedelta(days=2)
    typed = {"day": f"{day:%d/%m/%Y}", "begins": "08.00", "ends": "11.00", "place": "Aula lantai 2", "capacity": "20"}
    for name, value in typed.items():
        officer.fill(f"[name={name}]", value)
    officer.click("main form .btn-primary")
    number = OppSession.objects.get().number

    officer.goto("/petugas/opp/")
    for case in (there, away):
        officer.check(f"#p-{case.number}")
    officer.select_option("[name=session]", number)
    officer.click("main form .btn-primary")
    assert "2 orang mendapat kursi" in officer.inner_text("[role=status]")
    person.goto(f"/saya/lamaran/{there.number}/")
    assert "08.00 sampai 11.00 WITA" in person.inner_text("main") and "Aula lantai 2" in person.inner_text("main")

    begun = timezone.now() - timedelta(hours=1)
    OppSession.objects.update(begins_at=begun, ends_at=begun + timedelta(hours=3))
    officer.click("[role=status] a[href*='/sesi/']")
    officer.check(f"[name='{there.number}-came']")
    officer.fill(f"[name='{there.number}-certificate_number']", "OPP/KPG/2026/17")
    officer.check("[name=rest_is_missing]")
    officer.click("main form .btn-primary")
    assert "Datang" in officer.inner_text(f"tr:has-text('{there.number}')")
    assert "Tidak datang" in officer.inner_text(f"tr:has-text('{away.number}')")

    person.goto(f"/saya/lamaran/{there.number}/orientasi/")
    assert "OPP/KPG/2026/17" in person.inner_text("main")
    officer.goto("/petugas/opp/")
    assert away.number in officer.inner_text("main")
