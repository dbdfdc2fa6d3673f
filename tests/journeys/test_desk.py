"""A file is reviewed by keyboard alone: taken, judged point by point, one paper marked, returned; then all accepted, approved."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from portal.workflow import take_step
from registrations.papers.services import hand_in
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.registrations import PinnedPaperFactory, RegistrationFactory
from tests.journeys.conftest import DESKTOP
from tests.pages_rows_of_papers import PHOTO

pytestmark = pytest.mark.django_db(transaction=True)
ANOTHER_PHOTO = replace(PHOTO, digest="2" * 64)


@pytest.fixture
def officer(new_page, live_server):
    membership = MembershipFactory()
    client = log_in(Client(headers={"host": "localhost"}), membership.user)
    page = new_page(size=DESKTOP)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.office = membership.office
    return page


def press(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def answer_all(page):
    page.keyboard.press("j")
    page.keyboard.press("Space")
    for _point in range(page.locator(".yn").count()):
        page.keyboard.press("y")
    expect(page.locator(".yn input:checked")).to_have_count(page.locator(".yn").count())


def test_a_file_is_reviewed_by_keyboard_alone(officer):
    file = RegistrationFactory(state=State.IN_REVIEW, office=officer.office, candidate__name="Marselina Taek")
    for paper in ("ktp", "diploma"):
        PinnedPaperFactory(registration=file, paper=paper)
        hand_in(acting(file.candidate.user), file.candidate, paper, [PHOTO])

    officer.goto("/petugas/berkas/")
    press(officer, "n")
    expect(officer.locator("h1")).to_contain_text("Marselina T.")
    answer_all(officer)
    press(officer, "t")
    # The next paper that nobody has judged comes by itself; its name differs by a letter.
    expect(officer.locator(".side [aria-current]")).to_have_attribute("data-key", "2")
    officer.keyboard.press("x")
    expect(officer.locator("[name=reason]")).to_have_value("name_differs")
    officer.keyboard.type("Marselina Taik")
    officer.keyboard.press("Tab")
    press(officer, "p")
    expect(officer.locator(".strip .diff")).to_contain_text("MARSELINA TAIK")
    press(officer, "Shift+P")
    file.refresh_from_db()
    assert (file.state, file.points.get().reason) == (State.RETURNED, "name_differs")

    hand_in(acting(file.candidate.user), file.candidate, "diploma", [ANOTHER_PHOTO])
    file.points.update(corrected_at=timezone.now())
    take_step(file, "resubmit", by=acting(file.candidate.user))
    officer.goto("/petugas/berkas/")
    press(officer, "n")
    press(officer, "2")
    answer_all(officer)
    press(officer, "t")
    press(officer, "Shift+T")

    expect(officer.locator("main [role=status]")).to_contain_text(file.number)
    file.refresh_from_db()
    assert file.state == State.VERIFIED
