"""A person sees that it is their turn, reads who saw the file, chooses a PIN, and whoever holds the paper asks how far it is."""

import pytest
from django.test import Client
from django.utils import timezone

from portal.workflow import take_step
from registrations.disclosures import disclose
from registrations.models import CorrectionWords, Disclosure
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.registrations import (
    CorrectionPointFactory,
    DocumentFactory,
    PinnedPaperFactory,
    RegistrationFactory,
)
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE, walked
from tests.journeys.width import sticks_out

PIN = "903718"


def a_returned_file():
    registration = RegistrationFactory(state=State.IN_REVIEW, submitted_at=timezone.now())
    officer = acting(MembershipFactory(office=registration.office))
    for paper, due in (("ktp", "submitted"), ("kk", "submitted"), ("marital", "verified"), ("visa", "opp")):
        PinnedPaperFactory(registration=registration, paper=paper, due=due)
    DocumentFactory(candidate=registration.candidate, paper="ktp", state="accepted")
    DocumentFactory(candidate=registration.candidate, paper="kk")
    point = CorrectionPointFactory(registration=registration, paper="marital", reason="stamp_unreadable")
    CorrectionWords.objects.create(point=point, text="Tolong foto ulang di tempat terang.")
    disclose(officer, registration.candidate, Disclosure.Seen.PAPER, registration=registration, paper="ktp")
    return take_step(registration, "return", by=officer)


def look_at(page, address):
    page.goto(address)
    assert violations(page) == []
    assert sticks_out(page) == 0


@pytest.mark.django_db(transaction=True)
@walked(PHONE)
def test_whoever_registers_sees_their_turn_and_the_paper_tells_how_far_it_is(new_page, live_server, size, language):
    registration = a_returned_file()
    page = new_page(size=size)
    cookie = log_in(Client(headers={"host": "localhost"}), registration.candidate.user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    look_at(page, f"{language}/saya/")
    assert "Tolong foto ulang di tempat terang." in page.inner_text("main .note-turn")
    assert len(page.query_selector_all("main .tasks > li")) == 4
    look_at(page, f"{language}/saya/siapa-melihat/")
    assert registration.office.name in page.inner_text("main .tasks")
    page.goto(f"{language}/saya/pin-status/")
    page.fill("[name=pin]", PIN)
    page.click("main .btn-primary")
    assert page.url == f"{live_server.url}{language}/saya/"

    stranger = new_page(size=size)
    look_at(stranger, f"{language}/status/")
    stranger.fill("[name=number]", registration.number)
    stranger.fill("[name=pin]", PIN)
    stranger.click("main .btn-primary")
    assert violations(stranger) == []
    said = stranger.inner_text("main .note-info")
    assert str(registration.return_by.year) in said
    assert registration.candidate.name not in stranger.inner_text("main")
