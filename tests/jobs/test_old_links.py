"""An address that was once public never dies: it says why nobody can apply, and since when."""

import pytest

from jobs import services
from jobs.choices import CheckKind
from jobs.drafts.services import save_draft
from jobs.models import Vacancy
from jobs.workflow import State
from portal.accounts.roles import Role
from portal.lib.dates import WIB, short_date, today_in
from portal.workflow import open_events, problems, take_step
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import (
    CompanyStatementFactory,
    OrderFactory,
    PartnerAgencyFactory,
    VacancyFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def officer():
    return acting(MembershipFactory(role=Role.BP3MI_OFFICER))


@pytest.fixture
def head():
    return acting(MembershipFactory(role=Role.BP3MI_HEAD))


def text_of(client, vacancy):
    response = client.get(vacancy.get_absolute_url(), follow=True)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def opened(officer, head, **facts):
    return take_step(take_step(OrderFactory(proven=True, **facts), "verify", by=officer), "open", by=head)


def today():
    return short_date(today_in(WIB))


def test_one_that_an_officer_took_up_keeps_its_link_and_leaves_the_lists(client, officer):
    vacancy = take_step(VacancyFactory(), "take_up", by=officer)

    assert f"Officers have been checking it since {today()}" in text_of(client, vacancy)
    assert vacancy.title not in client.get("/en/lowongan/").text
    assert vacancy.title not in client.get("/en/lowongan/?rak=arsip").text


def test_one_that_was_never_public_has_no_page(client):
    draft = VacancyFactory(state=State.DRAFT)

    assert client.get(draft.get_absolute_url()).status_code == 404


PAGES_OF_ONE = ("/en/lowongan/{}/", "/en/lowongan/{}/tanda-terima/", "/en/lowongan/{}/cocok/", "/api/v1/vacancies/{}")


def rewritten(officer, vacancy):
    facts = {"title": "Hubungi 0812", "description": "Bayar dulu", "city": "Rekening 123"}
    return save_draft(officer, vacancy, facts, employer_name="Calo Contoh", lines=[])


def test_what_one_officer_writes_is_public_only_once_a_second_one_opens_it(client, officer, head):
    vacancy = rewritten(officer, take_step(VacancyFactory(), "take_up", by=officer))

    for address in PAGES_OF_ONE:
        page = client.get(address.format(vacancy.number), follow=True)
        assert page.status_code == 200
        assert not [word for word in ("Hubungi", "Bayar dulu", "Rekening", "Calo") if word in page.text]
    assert f"Officers have been checking it since {today()}" in text_of(client, vacancy)
    picture = client.get(f"/lowongan/{vacancy.number}/gambar.png").content

    Vacancy.objects.update(title="Lain", city="Lain")
    assert client.get(f"/lowongan/{vacancy.number}/gambar.png").content == picture


def test_a_draft_that_was_opened_tells_all_it_says(client, officer, head):
    order = OrderFactory(proven=True, is_redrafted=True, title="Juru las")

    assert "Juru las" in text_of(client, take_step(take_step(order, "verify", by=officer), "open", by=head))


def test_one_that_is_rechecked_unchanged_still_tells_what_it_said(client, officer, head):
    order = services.recheck(officer, opened(officer, head, title="Juru las"), reason="Diperpanjang")

    assert "Juru las" in text_of(client, order)


@pytest.mark.parametrize("was_public", [False, True])
def test_revoking_a_draft_makes_nothing_public(client, officer, head, was_public):
    vacancy = take_step(VacancyFactory(), "take_up", by=officer) if was_public else None
    revoked = take_step(rewritten(officer, vacancy), "revoke", by=head, reason="Coba")

    page = client.get(f"/en/lowongan/{revoked.number}/", follow=True)

    assert (page.status_code, "Hubungi" in page.text) == (200 if was_public else 404, False)
    assert "Hubungi" not in client.get("/en/lowongan/?rak=arsip").text
    assert "Hubungi" not in client.get("/api/v1/vacancies?rak=arsip").text


def test_suspending_what_nobody_opened_makes_nothing_public(client, officer, head):
    order = take_step(OrderFactory(proven=True, is_redrafted=True), "verify", by=officer)
    suspended = take_step(order, "suspend", by=officer, reason="Coba")

    for vacancy in (suspended, take_step(suspended, "close", by=officer, reason="Coba")):
        assert client.get(f"/en/lowongan/{vacancy.number}/", follow=True).status_code == 404
        assert vacancy.number not in client.get("/api/v1/vacancies?rak=arsip").text


@pytest.mark.parametrize("event", ["suspend", "revoke"])
def test_proofs_of_one_officer_do_not_become_public_by_stopping_it(client, officer, head, event):
    order = services.recheck(officer, opened(officer, head), reason="Diperpanjang")
    for kind in CheckKind:
        services.record_check(officer, order, kind, is_sufficient=True, reference="Daftar 7/2026")
    order = take_step(take_step(order, "verify", by=officer), event, by=head, reason="Coba")

    assert "Daftar 7/2026" not in text_of(client, order)
    assert "Daftar 7/2026" not in client.get(f"/api/v1/vacancies/{order.number}").text


def test_proofs_count_in_public_only_once_a_second_person_has_opened_it(client, officer, head):
    order = services.recheck(officer, opened(officer, head), reason="Diperpanjang")
    services.record_check(officer, order, CheckKind.LICENCE, is_sufficient=True, reference="Daftar 7/2026")

    page = text_of(client, order)

    assert "Daftar 7/2026" not in page
    assert "0 of 4 proofs" in page


def test_each_proof_tells_its_reference_its_office_and_its_day(client, officer, head):
    order = opened(officer, head)

    page = text_of(client, order)

    for check in order.checks.all():
        assert f"{check.reference}. Checked by {check.office}, {short_date(check.checked_on)}." in page


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ("suspend", "It has been suspended since"),
        ("revoke", "An office revoked it on"),
        ("fill", "All its places were taken on"),
        ("close", "It has not been open since"),
    ],
)
def test_what_ended_says_since_when_and_never_the_officers_words(client, officer, head, event, sentence):
    vacancy = opened(officer, head)
    other = acting(MembershipFactory(role=Role.BP3MI_HEAD))

    vacancy = take_step(vacancy, event, by=other, reason="Aduan dari Bapak Anu")

    page = text_of(client, vacancy)
    assert f"{sentence} {today()}" in page
    assert "Bapak Anu" not in page


def test_a_barred_company_is_named_with_the_decision(client, officer, head):
    vacancy = opened(officer, head)
    company = vacancy.placement_company
    CompanyStatementFactory(company=company, suspended=True, decision_number="SK-77/2026", source_date="2026-09-20")
    type(company).objects.update(is_barred=True)

    page = text_of(client, vacancy)

    assert "Suspended by a decision, according to SISKOP2MI, salinan, 20 September 2026." in page
    assert "SK-77/2026" in page


@pytest.mark.parametrize("is_known", [True, False])
def test_the_partner_agency_is_named_or_said_to_be_missing(client, is_known):
    vacancy = VacancyFactory(partner_agency=PartnerAgencyFactory(name="Formosa Contoh") if is_known else None)

    page = text_of(client, vacancy)

    assert f"<dt>Partner agency abroad</dt><dd>{'Formosa Contoh' if is_known else 'not stated'}</dd>" in page


def test_a_published_one_that_was_suspended_goes_back_without_a_permit(officer, head):
    vacancy = take_step(VacancyFactory(), "suspend", by=officer, reason="Aduan")

    assert problems(vacancy, "resume") == []
    assert take_step(vacancy, "resume", by=head, reason="Selesai").state == State.REPORTED


def test_a_suspended_one_whose_time_is_over_can_be_closed(officer, head):
    vacancy = take_step(opened(officer, head), "suspend", by=officer, reason="Aduan")

    assert "close" in open_events(vacancy, officer)
    assert take_step(vacancy, "close", by=officer, reason="Lewat waktu").state == State.CLOSED


def test_a_step_starts_the_waiting_anew(officer):
    vacancy = VacancyFactory()
    before = Vacancy.objects.get().state_since

    take_step(vacancy, "take_up", by=officer)

    assert Vacancy.objects.get().state_since > before
