"""Companies, decisions about them, permits, agencies and rates: who writes what, and what follows at once."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobs.models import CompanyStatement, ExchangeRate, PartnerAgency, PlacementCompany, RecruitmentPermit
from jobs.permissions import CHECKERS, OPENERS
from portal.accounts.roles import STAFF_ROLES
from portal.audit.models import Entry
from portal.lib.dates import WIB, today_in
from portal.workflow import take_step
from tests.factories.jobs import (
    CompanyStatementFactory,
    DestinationFactory,
    ExchangeRateFactory,
    OrderFactory,
    PlacementCompanyFactory,
    RecruitmentPermitFactory,
    days_ago,
)
from tests.jobs.desks import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LIST, SANCTIONS = "/en/lowongan/", "/en/perusahaan/sanksi/"


def address(name, company, *rest):
    return reverse(f"company_room:{name}", args=[company.slug, *rest])


def decided(what="suspended", day=None, **changed):
    first = {"decided": what, "ground": "no_report" if what == "suspended" else "", "decision_number": "SK-77/2026"}
    day = day or days_ago(1)
    return first | {"decided_on": f"{day:%d/%m/%Y}", "source_name": "Kementerian Contoh"} | changed


def an_open_order(officer, head):
    return take_step(take_step(OrderFactory(proven=True), "verify", by=officer.acting), "open", by=head.acting)


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_officers_keep_companies_and_heads_alone_record_decisions(role):
    client, company = member(role), PlacementCompanyFactory()
    kept = 200 if role in CHECKERS else 404

    for name in ("company", "licence", "permit"):
        assert client.get(address(name, company)).status_code == kept
    for name in ("companies", "add_company", "agencies", "rates"):
        assert client.get(reverse(f"company_room:{name}")).status_code == kept
    decides = role in OPENERS
    assert client.get(address("decision", company)).status_code == (200 if decides else 404)
    client.post(address("decision", company), decided())
    assert PlacementCompany.objects.get().is_barred is decides


def test_a_suspended_companys_vacancies_leave_the_public_list_at_once_and_come_back(officer, head, client):
    order = an_open_order(officer, head)
    company = order.placement_company
    assert order.title in client.get(LIST).text

    head.post(address("decision", company), decided(day=days_ago(3)))

    assert order.title not in client.get(LIST).text
    page = client.get(order.get_absolute_url()).text
    assert "SK-77/2026" in page
    assert "You can&#x27;t apply" in page or "You can't apply" in page

    head.post(address("decision", company), decided("ended", decision_number="SK-78/2026"))

    assert order.title in client.get(LIST).text
    entries = Entry.objects.filter(action="companies.stated").order_by("pk").values_list("reason_code", flat=True)
    assert list(entries) == ["suspended", "ended"]
    assert CompanyStatement.objects.first().recorded_by == head.acting.user


def test_an_older_decision_written_down_later_does_not_undo_the_newer(head):
    company = PlacementCompanyFactory()
    head.post(address("decision", company), decided(day=days_ago(3)))

    head.post(address("decision", company), decided("ended", day=days_ago(30), decision_number="SK-1/2025"))

    assert PlacementCompany.objects.get().is_barred


def test_a_decision_asks_for_the_second_factor_again(head, monkeypatch):
    company, now = PlacementCompanyFactory(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 60 * 60)

    answer = head.post(address("decision", company), decided())

    assert answer["Location"].startswith("/en/akun/")
    assert not CompanyStatement.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ground": ""}, "ground"),
        ({"ground": "gosip"}, "ground"),
        ({"decision_number": ""}, "decision_number"),
        ({"source_name": ""}, "source_name"),
        ({"decided_on": "31/02/2026"}, "decided_on"),
        ({"decided_on": "01/01/2999"}, "decided_on"),
        ({"decided": "accused"}, "decided"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
    ],
)
def test_a_decision_without_its_ground_number_date_or_source_is_none(head, changed, field):
    company = PlacementCompanyFactory()

    answer = head.post(address("decision", company), decided(**changed))

    assert field in answer.context["form"].errors
    assert not CompanyStatement.objects.exists()
    assert not PlacementCompany.objects.get().is_barred


def test_the_same_decision_is_recorded_once(head):
    company = PlacementCompanyFactory()
    head.post(address("decision", company), decided())

    again = head.post(address("decision", company), decided(), follow=True)

    assert (again.context["company"], again.context.get("form")) == (company, None)
    assert "This is recorded already." in again.text
    assert CompanyStatement.objects.count() == 1


def test_the_dates_of_a_licence_lift_no_sanction_and_count_as_no_list(officer, head):
    company, other = PlacementCompanyFactory(), PlacementCompanyFactory()
    CompanyStatementFactory(company=other)
    head.post(address("decision", company), decided(day=days_ago(9)))
    facts = {"licence_from": "01/02/2026", "licence_until": "01/02/2029", "source_name": "SIP3MI asli"}

    officer.post(address("licence", company), facts | {"seen_on": f"{days_ago(1):%d/%m/%Y}"})

    assert CompanyStatement.objects.filter(licence_until="2029-02-01").exists()
    assert PlacementCompany.objects.get(pk=company.pk).is_barred
    assert "On the ministry" in officer.get(address("company", other)).context["standing"].label
    assert "Valid until 1 February 2029." in Client(headers={"host": "localhost"}).get(company.get_absolute_url()).text


def permit_facts(land, **changed):
    first = {"number": "SIP-1", "destination": land.pk, "valid_until": "01/02/2030", "source_name": "Berkas"}
    return first | {"seen_on": f"{days_ago(1):%d/%m/%Y}"} | changed


def test_an_officer_adds_a_permit_and_ends_it_and_its_vacancies_go_with_it(officer, head, client):
    company, destination = PlacementCompanyFactory(), DestinationFactory(open=True)
    officer.post(address("permit", company), permit_facts(destination, places="12"))
    held = RecruitmentPermit.objects.get()
    assert (held.company, held.places, held.source_name) == (company, 12, "Berkas")
    order = OrderFactory(proven=True, placement_company=company, destination=destination, permit=held)
    order = take_step(take_step(order, "verify", by=officer.acting), "open", by=head.acting)
    assert order.title in client.get(LIST).text

    yesterday = f"{today_in(WIB) - timedelta(days=1):%d/%m/%Y}"
    officer.post(address("end_permit", company, held.pk), {"last_day": yesterday})

    assert order.title not in client.get(LIST).text
    assert "Its recruitment permit ended on" in client.get(order.get_absolute_url()).text
    assert Entry.objects.get(action="permits.ended").fields == ["valid_until"]


def test_a_permit_sent_twice_is_added_once_and_ended_once(officer):
    company, facts = PlacementCompanyFactory(), permit_facts(DestinationFactory(open=True))

    pages = [officer.post(address("permit", company), facts, follow=True) for _ in range(2)]
    held = RecruitmentPermit.objects.get()
    for _ in range(2):
        officer.post(address("end_permit", company, held.pk), {"last_day": f"{days_ago(1):%d/%m/%Y}"})

    assert [page.context["company"] for page in pages] == [company, company]
    assert "This is recorded already." in pages[1].text
    assert Entry.objects.filter(action__startswith="permits.").count() == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": "SIP-0"}, "number"),
        ({"destination": "0"}, "destination"),
        ({"places": "0"}, "places"),
        ({"places": "9" * 30}, "places"),
        ({"valid_until": ""}, "valid_until"),
        ({"valid_from": "01/01/2031"}, "valid_until"),
    ],
)
def test_a_permit_that_is_not_whole_is_refused(officer, changed, field):
    held = RecruitmentPermitFactory(number="SIP-0")

    answer = officer.post(address("permit", held.company), permit_facts(held.destination, **changed))

    assert field in answer.context["form"].errors
    assert RecruitmentPermit.objects.count() == 1


def test_a_permit_is_never_made_longer(officer):
    held = RecruitmentPermitFactory(valid_until=days_ago(-10))

    answer = officer.post(address("end_permit", held.company, held.pk), {"last_day": f"{days_ago(-90):%d/%m/%Y}"})

    assert "last_day" in answer.context["form"].errors
    assert officer.get(address("end_permit", PlacementCompanyFactory(), held.pk)).status_code == 404


def test_a_company_is_added_once_and_found_by_name_or_number(officer):
    facts = {"name": "PT. Lontar Jaya", "licence_number": "", "city": "Kupang"}
    officer.post(reverse("company_room:add_company"), facts)

    again = officer.post(reverse("company_room:add_company"), facts | {"name": "Lontar Jaya"}, follow=True)
    assert "recorded already" in again.text
    assert again.context["company"] == PlacementCompany.objects.get()
    assert "no name" in officer.post(reverse("company_room:add_company"), {"name": "PT"}).text
    PlacementCompanyFactory(licence_number="8123")
    for words, name in (("lontar", "PT. Lontar Jaya"), ("8123", "PT Contoh")):
        found = officer.get(reverse("company_room:companies"), {"q": words}).context["companies"]
        assert [company.name.startswith(name) for company, _ in found] == [True]


@pytest.mark.parametrize("name", ["PT Sanksi", "PT Tambah"])
def test_no_company_takes_the_address_of_another_page(officer, name):
    officer.post(reverse("company_room:add_company"), {"name": name})

    company = PlacementCompany.objects.get()
    assert officer.get(address("company", company)).context["company"] == company
    assert officer.get(company.get_absolute_url()).context["company"] == company


def test_an_agency_is_added_once(officer):
    facts = {"name": "Formosa Contoh", "country": DestinationFactory().country_id}

    first, second = (officer.post(reverse("company_room:agencies"), facts, follow=True).text for _ in range(2))

    assert "Added: Formosa Contoh." in first
    assert "Recorded already: Formosa Contoh." in second
    assert PartnerAgency.objects.count() == 1


def test_a_rate_is_added_and_an_old_one_never_changes(officer):
    day = f"{days_ago(1):%d/%m/%Y}"
    facts = {"currency": "myr", "rupiah": "3650.5", "on": day, "source_name": "Bank Contoh"}
    officer.post(reverse("company_room:rates"), facts)

    again = officer.post(reverse("company_room:rates"), facts, follow=True)
    answer = officer.post(reverse("company_room:rates"), facts | {"rupiah": "9999"})

    assert "Recorded already: MYR" in again.text

    assert "A rate is never changed." in answer.text
    rate = ExchangeRate.objects.get()
    assert (rate.currency, rate.rupiah, rate.source_date) == ("MYR", 3650.5, days_ago(1).isoformat())


@pytest.mark.parametrize(
    "changed", [{"rupiah": "0"}, {"rupiah": "-1"}, {"rupiah": "NaN"}, {"currency": "RUPIAH"}, {"on": "01/01/2999"}]
)
def test_a_rate_of_nonsense_is_refused(officer, changed):
    ExchangeRateFactory()
    facts = {"currency": "MYR", "rupiah": "3650", "on": f"{days_ago(1):%d/%m/%Y}", "source_name": "Bank Contoh"}

    assert officer.post(reverse("company_room:rates"), facts | changed).status_code == 200
    assert ExchangeRate.objects.count() == 1


def test_the_public_list_holds_final_decisions_alone_newest_first(client):
    newer = CompanyStatementFactory(suspended=True, decision_number="SK-2", source_date="2026-02-01", note="Tuduhan X")
    older = CompanyStatementFactory(revoked=True, decision_number="SK-1", source_date="2025-01-01")
    CompanyStatementFactory(suspended=True, decision_number="", note="tanpa nomor")
    CompanyStatementFactory(suspended=True, decision_number="SK-3", note="Hanya inisial")
    CompanyStatementFactory(reported=True, decision_number="Berita 4")
    CompanyStatementFactory(suspicion=True, decision_number="Aduan 5")
    CompanyStatementFactory()

    page = client.get(SANCTIONS)

    assert [company for company, _ in page.context["rows"]] == [newer.company, older.company]
    assert "SISKOP2MI, salinan, 1 February 2026. Number of the decision: SK-2." in page.text
    assert "Tuduhan" not in page.text


def test_the_public_list_goes_on_by_key(client):
    for number in range(60):
        CompanyStatementFactory(suspended=True, decision_number=f"SK-{number}", source_date="2026-02-01")

    first = client.get(SANCTIONS)
    second = client.get(SANCTIONS + first.context["next_address"])

    assert [len(page.context["rows"]) for page in (first, second)] == [50, 10]
    assert second.context["first_address"]
