"""An officer's other ways through the day, in a real browser without scripts: drafts, lists, later days, sanctions."""

import pytest
from django.conf import settings
from django.test import Client

from jobs.choices import CheckKind
from jobs.models import Vacancy
from jobs.services import record_check
from jobs.workflow import State
from portal.accounts.roles import Role
from portal.workflow import take_step
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.jobs import DestinationFactory, OrderFactory, days_ago
from tests.jobs.uploads import as_csv
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(new_page, live_server):
    """Opens a page of a member of the staff, who can be asked for what the portal asks."""

    def opened(role, size=DESKTOP):
        membership = MembershipFactory(role=role)
        client = log_in(Client(headers={"host": "localhost"}), membership.user)
        page = new_page(size=size, javascript=False)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page.acting = acting(membership)
        return page

    return opened


@pytest.fixture
def citizen(new_page):
    return new_page(javascript=False)


def an_open_order():
    officer, head = (acting(MembershipFactory(role=role)) for role in (Role.BP3MI_OFFICER, Role.BP3MI_HEAD))
    return take_step(take_step(OrderFactory(proven=True), "verify", by=officer), "open", by=head)


def listed(citizen, vacancy):
    citizen.goto("/lowongan/")
    return vacancy.title in citizen.inner_text("main")


def test_a_sanction_hides_a_companys_vacancies_and_its_end_brings_them_back(desk, citizen):
    order = an_open_order()
    assert listed(citizen, order)
    head = desk(Role.BP3MI_HEAD)

    head.goto("/petugas/perusahaan/")
    head.fill("main [name=q]", order.placement_company.name)
    head.press("main [name=q]", "Enter")
    head.click("main .tasks a")

    def decide(what, number, day, ground=""):
        head.click("a[href$='/keputusan/']")
        head.check(f"[name=decided][value={what}]")
        head.select_option("[name=ground]", ground)
        head.fill("[name=decision_number]", number)
        head.fill("[name=decided_on]", f"{day:%d/%m/%Y}")
        head.fill("[name=source_name]", "Kementerian Contoh")
        head.click("main form .btn-primary")

    decide("suspended", "SK-77/2026", days_ago(3), ground="no_report")
    assert not listed(citizen, order)
    citizen.goto("/perusahaan/sanksi/")
    assert "SK-77/2026" in citizen.inner_text("main")

    decide("ended", "SK-78/2026", days_ago(1))
    assert listed(citizen, order)


def test_a_draft_is_written_handed_in_and_copied_on_a_phone(desk):
    DestinationFactory(open=True)
    officer = desk(Role.BP3MI_OFFICER, PHONE)

    officer.goto("/petugas/lowongan/")
    officer.click("main a[href$='/baru/']")
    officer.fill("[name=title]", "Juru las di Taoyuan")
    officer.click("main form .btn-primary")
    assert "Masih kurang" in officer.inner_text("#halangan")
    officer.click("#halangan a[href$='/ubah/']")
    assert officer.input_value("[name=title]") == "Juru las di Taoyuan"
    officer.go_back()
    officer.click("form[action$='/salin/'] button")
    assert officer.url.endswith("/ubah/")

    assert sorted(Vacancy.objects.values_list("title", "state")) == [("Juru las di Taoyuan", State.DRAFT)] * 2


def test_an_open_vacancy_is_given_a_later_day_and_checked_anew_before_it_is_open_again(desk, citizen):
    order, later = an_open_order(), days_ago(-90)
    officer = desk(Role.BP3MI_OFFICER)

    officer.goto(f"/petugas/lowongan/{order.number}/")
    officer.click("a[href$='/langkah/recheck/']")
    officer.fill("[name=reason]", "Diperpanjang")
    officer.fill("[name=closes_on]", f"{later:%d/%m/%Y}")
    officer.click("main form .btn")
    assert not listed(citizen, order)
    for kind in CheckKind:  # how they are written down, the journey of the check room walks
        record_check(officer.acting, order, kind, is_sufficient=True, reference="Surat perpanjangan 1/2026")
    officer.reload()
    officer.click(".dock form[action$='/verify/'] button")

    head = desk(Role.BP3MI_HEAD)
    head.goto("/petugas/")
    head.click("main .hot a[href*='tab=buka']")
    head.click("form[action$='/berikutnya/'] button")
    head.click(".dock form[action$='/open/'] button")
    assert listed(citizen, order)
    assert Vacancy.objects.get().closes_on == later


def test_a_list_is_looked_at_written_and_undone(desk, citizen):
    DestinationFactory(open=True)
    rows = as_csv(
        {"title": "Perawat di Taipei", "destination_country_iso2": "TW", "source_date": f"{days_ago(5)}"},
        {"title": "", "destination_country_iso2": "TW"},
    )
    officer = desk(Role.BP3MI_OFFICER)

    officer.goto("/petugas/impor/")
    officer.set_input_files("[name=file]", {"name": "daftar.csv", "mimeType": "text/csv", "buffer": rows.read()})
    officer.click("main form .btn-primary")
    assert "title: " in officer.inner_text("main table")
    with officer.expect_download() as sheet:
        officer.click("a[href$='/ditolak.xlsx']")
    assert sheet.value.suggested_filename.endswith(".xlsx")
    assert not Vacancy.objects.exists()

    officer.click("button[value=run]")
    vacancy = Vacancy.objects.get()
    assert listed(citizen, vacancy)
    officer.click("button[value=undo]")
    assert not listed(citizen, vacancy)
    assert not Vacancy.objects.exists()
