"""An address that was once public never dies: it says why nobody can apply, and since when."""

import pytest

from jobs import services
from jobs.choices import CheckKind
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
    response = client.get(vacancy.get_absolute_url())
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
