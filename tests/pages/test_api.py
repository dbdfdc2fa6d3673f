"""The open interface: the same rows as the pages, facts as they are kept, errors that say what to mend."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import positive_data_acceptance

from jobs.models import Vacancy, VacancySearch
from jobs.workflow import State
from portal.lib.dates import WIB, today_in
from tests.factories.jobs import (
    CompanyStatementFactory,
    CostItemFactory,
    DestinationFactory,
    EmployerFactory,
    ExchangeRateFactory,
    OrderFactory,
    PlacementCompanyFactory,
    PublishedFigureFactory,
    VacancyFactory,
)
from tests.factories.places import CountryFactory

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
ADDRESSES = ["/vacancies", "/companies", "/destinations", "/events", "/figures", "/openapi.json"]


def get(client, address, **headers):
    return client.get(f"{V1}{address}", headers=headers)


def items(client, address):
    answer = get(client, address)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_can_be_kept_by_any_proxy_and_read_by_any_site(client, address):
    VacancyFactory(checked=True)

    answer = get(client, address, cookie="sessionid=" + "a" * 32)

    assert (answer.status_code, answer.cookies) == (200, {})
    assert "public" in answer["Cache-Control"]
    assert answer.get("Vary", "") in {"", "Accept-Encoding"}
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Language"] == "id, en"


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unchanged_answer_is_not_sent_twice(client, address):
    VacancyFactory()
    etag = get(client, address)["ETag"]

    again = get(client, address, if_none_match=etag)

    assert (again.status_code, again.content) == (304, b"")


def test_a_changed_row_has_another_etag(client):
    vacancy = VacancyFactory()
    before = get(client, "/vacancies")["ETag"]

    vacancy.city = "Hualien"
    vacancy.save()

    assert get(client, "/vacancies", if_none_match=before).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_for_reading_only(client, address, method):
    answer = getattr(client, method)(V1 + address)

    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert (answer.json()["status"], answer["Allow"]) == (405, "GET, HEAD")


def test_a_head_is_answered_as_a_get(client):
    assert client.head(f"{V1}/vacancies").status_code == 200


@pytest.mark.parametrize("address", ["/vacancies/L-2222-2222-2", "/vacancies/x", "/nothing", "/vacancies/", "/"])
def test_what_is_not_there_is_a_problem_of_its_own(client, address):
    answer = get(client, address)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Tidak ada apa-apa di alamat ini.",
        "title_en": "There is nothing at this address.",
        "status": 404,
    }


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("usia=abc", "usia"),
        ("usia=14", "usia"),
        ("usia=١٨", "usia"),
        ("negara=Taiwan", "negara"),
        ("negara=TW&negara=tw", "negara"),
        ("skema=P2P", "skema"),
        ("gaji=5.000.000", "gaji"),
        ("gaji=-1", "gaji"),
        ("gratis=maybe", "gratis"),
        ("urut=acak", "urut"),
        ("rak=semua", "rak"),
        ("pendidikan=S9", "pendidikan"),
        ("sesudah=L-2222-2222-2", "sesudah"),
        ("sesudah=x", "sesudah"),
        ("q=" + "x" * 101, "q"),
        ("negra=TW", "negra"),
    ],
)
def test_what_it_does_not_understand_it_names(client, query, parameter):
    answer = get(client, f"/vacancies?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    (refusal,) = answer.json()["errors"]
    assert refusal["parameter"] == parameter
    assert refusal["detail"] and refusal["detail_en"] and refusal["detail"] != refusal["detail_en"]


QUERIES = [
    "",
    "?negara=TW",
    "?negara=TW&negara=JP",
    "?q=perawat",
    "?q=operator&negara=JP",
    "?gratis=1",
    "?usia=40",
    "?kelamin=male",
    "?pendidikan=SMA",
    "?gaji=10000000",
    "?segera=1",
    "?urut=gaji",
    "?urut=segera",
    "?skema=P_TO_P",
    "?majikan=household",
    "?kelompok=care",
    "?bahasa=ja",
    "?rak=arsip",
]


@pytest.fixture
def vacancies():
    ExchangeRateFactory()
    japan = DestinationFactory(country=CountryFactory(iso2="JP", name="Jepang"), open=True)
    CostItemFactory(vacancy=VacancyFactory(checked=True, found=False), payer="CANDIDATE", amount=0)
    VacancyFactory(destination=japan, title="Operator pabrik", language_requirement="Bahasa Jepang N4")
    VacancyFactory(age_max=35, closes_on=today_in(WIB) + timedelta(days=4), education_min="S1")
    VacancyFactory(wage_amount_min=28_590, currency="TWD", wage_period="month", quota_female=5, quota_total=5)
    VacancyFactory(household=True)
    VacancyFactory(old=True)
    VacancySearch.objects.refresh(Vacancy.objects.all())


@pytest.mark.usefixtures("vacancies")
@pytest.mark.parametrize("query", QUERIES)
def test_a_filter_finds_what_the_page_finds_in_the_same_order(client, query):
    page = client.get(f"/lowongan/{query}").context["cards"]

    found = items(client, f"/vacancies{query}")

    assert [row["page"].removeprefix("http://testserver") for row in found] == [card.address for card in page]


def test_pages_follow_each_other_until_all_were_read(client):
    VacancyFactory.create_batch(45)
    address, numbers = f"{V1}/vacancies?negara=TW", []

    while address:
        answer = client.get(address).json()
        numbers += [row["number"] for row in answer["items"]]
        address = answer["next"]

    assert (len(numbers), len(set(numbers)), answer["count"]) == (45, 45, 45)


def test_companies_follow_each_other_until_all_were_read(client):
    PlacementCompanyFactory.create_batch(53)
    address, slugs = f"{V1}/companies", []

    while address:
        answer = client.get(address).json()
        slugs += [row["slug"] for row in answer["items"]]
        address = answer["next"]

    assert (len(slugs), len(set(slugs))) == (53, 53)


def test_what_is_not_known_is_null(client):
    VacancyFactory(destination=None)

    (row,) = items(client, "/vacancies?rak=arsip")

    assert row["country"] is row["pay"] is row["pay_estimate"] is row["cost"]["lines"] is row["employer"] is None
    assert row["places"] == {"total": None, "male": None, "female": None}
    assert row["verification"] == {
        "is_complete": False, "licence": None, "permit": None, "mission": None, "rules": None,
    }  # fmt: skip


def test_money_stays_in_its_currency_and_the_estimate_stands_apart_with_its_day(client):
    rate = ExchangeRateFactory()
    vacancy = VacancyFactory(wage_amount_min=28_590, currency="TWD", wage_period="month")
    CostItemFactory(vacancy=vacancy, amount=0, payer="CANDIDATE")

    (row,) = items(client, "/vacancies")

    assert row["pay"] == {"lowest": "28590.00", "highest": None, "currency": "TWD", "period": "month"}
    assert (row["pay_estimate"]["lowest"], row["pay_estimate"]["highest"]) == (28_590 * 512, None)
    assert row["pay_estimate"]["rate_date"] == rate.on.isoformat()
    assert row["pay_estimate"]["rate_source"]["name"] == "Bank Contoh"
    assert row["cost"]["lines"][0]["amount"] == "0.00"


def test_a_checked_vacancy_names_its_four_proofs(client):
    vacancy = VacancyFactory(checked=True)

    row = get(client, f"/vacancies/{vacancy.number}").json()

    assert (row["shelf"], row["state"], row["verification"]["is_complete"]) == ("checked", "open", True)
    assert row["verification"]["permit"]["reference"] == "Berkas Contoh 12/2026"
    assert row["verification"]["permit"]["office"].startswith("BP3MI Contoh")
    assert row["source"] == {"name": "Warta Contoh", "url": vacancy.source_url, "date": vacancy.source_date}


def test_a_code_is_read_as_people_write_it(client):
    number = VacancyFactory().number

    assert get(client, f"/vacancies/{number.replace('-', '').lower()}").json()["number"] == number


def test_what_is_being_checked_is_not_told(client):
    assert get(client, f"/vacancies/{OrderFactory(proven=True).number}").status_code == 404


def test_an_invented_vacancy_says_so_and_lends_no_source(client):
    VacancyFactory(is_demo=True)

    (row,) = items(client, "/vacancies")

    assert (row["is_demo"], row["source"]["url"]) == (True, None)


def test_an_old_link_stays_on_the_archive_shelf(client):
    vacancy = VacancyFactory(checked=True, state=State.REPORTED)
    vacancy.state = State.CLOSED
    vacancy.save()

    assert get(client, f"/vacancies/{vacancy.number}").json()["shelf"] == "archive"


def test_a_company_is_told_by_decisions_and_lists_never_by_suspicion(client):
    company = PlacementCompanyFactory()
    CompanyStatementFactory(company=company, suspended=True, decision_number="SK-7/2026")
    CompanyStatementFactory(company=company, suspicion=True, source_url="https://contoh.test/kabar")

    answer = get(client, "/companies")

    (row,) = answer.json()["items"]
    assert row["standing"]["kind"] == "suspended"
    assert [(one["basis"], one["decision"], one["decision_number"]) for one in row["statements"]] == [
        ("decision", "suspended", "SK-7/2026")
    ]
    assert b"Diduga" not in answer.content and b"kabar" not in answer.content


def test_a_country_tells_its_rules_with_their_basis(client):
    DestinationFactory(open=True, household_stopped=True)

    (row,) = items(client, "/destinations")

    assert (row["openness"], row["name"], row["mission"]) == ("partly", "Taiwan", "KDEI Taipei")
    assert [(rule["action"], rule["employer_kind"]) for rule in row["rules"]] == [
        ("open", None),
        ("stopped", "household"),
    ]
    assert row["rules"][0]["legal_basis_en"] == "Example decision 1/2025"


def _a_row():
    company = PlacementCompanyFactory()
    CompanyStatementFactory(company=company)
    vacancy = VacancyFactory(
        checked=True,
        placement_company=company,
        employer=EmployerFactory(),
        destination=DestinationFactory(country=CountryFactory(), open=True),
    )
    CostItemFactory(vacancy=vacancy)


@pytest.mark.parametrize("address", ["/vacancies", "/vacancies?q=perawat&negara=TW", "/companies", "/destinations"])
def test_a_list_costs_the_same_for_one_row_and_for_twenty(client, address):
    _a_row()
    with CaptureQueriesContext(connection) as of_one:
        items(client, address)
    for _ in range(19):
        _a_row()

    with CaptureQueriesContext(connection) as of_twenty:
        items(client, address)

    assert len(of_twenty) == len(of_one) <= 12


def test_addresses_in_an_answer_are_the_public_ones(client, settings):
    settings.PUBLIC_DOMAIN, settings.ALLOWED_HOSTS = "jalur.contoh.test", ["*"]
    VacancyFactory.create_batch(21)

    answer = get(client, "/vacancies").json()

    assert answer["items"][0]["page_en"].startswith("http://jalur.contoh.test/en/lowongan/L-")
    assert answer["next"].startswith("http://jalur.contoh.test/api/v1/vacancies?sesudah=L-")


def test_its_description_is_what_openapi_calls_one(client):
    description = get(client, "/openapi.json").json()

    validate(description)
    assert description["openapi"] == "3.1.0"


def test_nothing_of_the_explanation_comes_from_elsewhere(client):
    page = client.get("/api/docs").content.decode()

    assert "/api/v1/openapi.json" in page
    assert "<script" not in page


@pytest.fixture
def kept_connection():
    """As Django's own test client does: the end of a request leaves the test's connection alone."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# Values made up from its own description, each answer held against it. Bounded: the whole takes seconds.
@pytest.mark.usefixtures("kept_connection")
def test_it_keeps_what_its_description_promises():
    _a_row()
    PublishedFigureFactory()
    described = schemathesis.openapi.from_wsgi(f"{V1}/openapi.json", get_wsgi_application())
    assert described.raw_schema["openapi"] == "3.1.0"
    asked = []

    for operation in described.get_all_operations():

        @hypothesis_settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.ok().as_strategy())
        def ask(case):
            # A key to go on from may look right and be nobody's: only we know.
            case.call_and_validate(
                headers={"Host": "localhost", "Accept-Encoding": "identity"}, excluded_checks=[positive_data_acceptance]
            )
            asked.append(case.path)

        ask()

    assert set(asked) == {f"{V1}{path}" for path in (*ADDRESSES[:-1], "/vacancies/{number}", "/events/{number}")}
