"""A stranger asks to be told of new vacancies, is told, reads it, and ends it: without scripts, without an account."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from jobs.models import SavedSearch, Vacancy, VacancySearch
from jobs.notifications import SAVED_SEARCH
from portal.lib.dates import WIB, today_in
from portal.messaging import delivery, planning, quiet
from portal.messaging.models import Message, OptOut
from tests.accounts.visits import mailed_code
from tests.factories.jobs import VacancyFactory
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE, walked
from tests.journeys.width import sticks_out


def a_day_passes():
    """Since the search was saved: then a vacancy came, and the next morning the clock owes the digest and sends it."""
    came = VacancyFactory(title="Perawat panti lansia di Tainan", checked=True)
    yesterday = timezone.now() - timedelta(days=1)
    Vacancy.objects.filter(pk=came.pk).update(state_since=yesterday)
    SavedSearch.objects.update(created_at=yesterday - timedelta(days=1))
    VacancySearch.objects.refresh(Vacancy.objects.all())
    planning.plan(SAVED_SEARCH, today_in(WIB))
    delivery.deliver(is_urgent=False)
    return came


@pytest.mark.django_db(transaction=True)
@walked(PHONE, "/en")
def test_a_stranger_is_told_of_new_vacancies_until_they_stop_it(
    new_page, live_server, settings, monkeypatch, size, language
):
    settings.SITE_ADDRESS = live_server.url
    monkeypatch.setattr(quiet, "is_quiet", lambda zone, moment: False)  # whenever the test runs, it is day
    VacancyFactory(checked=True)
    page = new_page(size=size, javascript=False)

    page.goto(f"{language}/lowongan/?q=perawat")
    page.click(f"a[href='{language}/lowongan/kabari/?q=perawat']")
    page.check("[value=daily]")
    page.fill("[name=address]", "Ina@Contoh.test")
    page.click("main .btn-primary")
    page.fill("[name=code]", mailed_code())
    page.click("main .btn-primary")
    assert page.url == f"{live_server.url}{language}/lowongan/simpanan/"
    assert "i•••@contoh.test" in page.inner_text("main")

    came = a_day_passes()
    digest = mail.outbox[-1]
    assert (digest.to, Message.objects.get().state) == (["ina@contoh.test"], "sent")
    assert came.title in digest.body
    assert "ina" not in digest.subject.lower().split()
    assert digest.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    looking_after = next(line for line in digest.body.splitlines() if "/lowongan/simpanan/" in line)
    checked = new_page(size=size)
    checked.goto(looking_after)
    assert came.title in checked.inner_text("main")
    assert violations(checked) == []
    assert sticks_out(checked) == 0
    checked.click(f"main a[href*='{language}/henti/']")
    checked.click("main .btn-primary")
    checked.wait_for_selector("main .note-ok")
    assert OptOut.objects.get().contact.email == "ina@contoh.test"

    planning.plan(SAVED_SEARCH, today_in(WIB) + timedelta(days=1))
    assert Message.objects.count() == 1
