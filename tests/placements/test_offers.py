"""An offer found on one's own: told on short pages, sent, checked by an officer; what the law forbids is told at once."""

import re
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.workflow import StepRefused
from registrations.guards import COME_WITH_YOUR_KTP
from registrations.placements.home.notifications import not_recorded
from registrations.placements.judging.reading import papers_of
from registrations.placements.models import CasePaper, HomeComing, OfferCheck, Placement, Selection
from registrations.placements.offers.services import send_offer
from registrations.placements.recording.services import record_step
from registrations.placements.recording.table import form_for
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.jobs import (
    AgeRuleFactory,
    CostItemFactory,
    DestinationFactory,
    OccupationFactory,
    PaperRuleFactory,
    PlacementRuleFactory,
    days_ago,
)
from tests.factories.placements import OfferCaseFactory, PlacementFactory, VerifiedFactory, WayFactory
from tests.factories.registrations import DocumentFactory
from tests.placements import steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
START = "/en/saya/tawaran/baru/"
EMPLOYER = {
    "employer_name": "Contoh Sp. z o.o.",
    "employer_address": "Kraków",
    "employer_contact": "https://contoh.test",
    "found_by": "internet",
    "asked_for_money": "no",
}
TERMS = {
    "wage_amount_min": "9.000",
    "currency": "pln",
    "wage_period": "month",
    "hours_per_day": "8",
    "city": "Kraków",
    "contract_months": "24",
}
CHECKED = {
    "checked_on": steps.day(),
    "letters_are_genuine": "on",
    "is_legal_body": "on",
    "mission_was_asked": "on",
    "is_above_lowest_job": "on",
}


def way_of(scheme="PERSEORANGAN"):
    return WayFactory(scheme=scheme, way=steps.packaged_way(scheme))


def job(**facts):
    """What is typed on the first page."""
    country = facts.pop("country", None) or DestinationFactory(open=True)
    typed = {"destination": country.pk, "occupation": OccupationFactory().pk, "title": "Pengembang perangkat lunak"}
    return {"scheme": "PERSEORANGAN", "purpose": "work", "employer_kind": "corporate", "seen": 0} | typed | facts


def key_in(page):
    return re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]


def begin(client, registration, **facts):
    log_in(client, registration.candidate.user)
    return client.post(START, job(**facts) | {"key": key_in(client.get(START))})


def said(response):
    return " ".join(error for errors in response.context["form"].errors.values() for error in errors)


def officer_of(case, role=Role.BP3MI_OFFICER):
    return acting(MembershipFactory(office=case.office, role=role))


def check(case, event, typed, by):
    form = form_for(event, case, {"seen": case.version} | typed)
    assert form.is_valid(), form.errors
    reason = form.cleaned_data.get("reason", "")
    return record_step(by, case, event, seen=case.version, reason=reason, evidence=form.evidence_row())


# From the first page to the officer


def test_an_offer_is_told_on_three_pages_and_sent_once(client):
    procedure = way_of()
    PaperRuleFactory(scheme="PERSEORANGAN", paper="call_letter", due="")
    registration = VerifiedFactory()

    first = begin(client, registration)
    case = Placement.objects.get()
    assert first.url == f"/en/saya/tawaran/{case.number}/pemberi-kerja/"
    second = client.post(first.url, EMPLOYER | {"seen": 0})
    third = client.post(second.url, TERMS | {"seen": 1})
    page = client.get(third.url)
    assert page.context["against"] == []
    assert "PLN9,000 per month" in page.content.decode()
    sent = [client.post(third.url, {"seen": 2}) for _time in range(2)]

    case.refresh_from_db()
    assert {answer.url for answer in sent} == {f"/en/saya/lamaran/{case.number}/"}
    assert (case.state, case.procedure, case.reached) == (State.APPLIED, procedure, ["applied"])
    assert [row.paper for row in CasePaper.objects.filter(placement=case)] == ["call_letter"]
    assert (case.order.wage_amount_min, case.order.currency) == (9000, "PLN")
    shown = client.get(sent[0].url).content.decode()
    assert "Pengembang perangkat lunak" in shown and "Contoh Sp. z o.o." in shown
    note = client.get(sent[0].url).context["note"]
    assert note["address"] == reverse("papers:paper", args=["call_letter"])  # the officer checks by it
    DocumentFactory(candidate=registration.candidate, paper="call_letter")
    assert "Buy no ticket" in client.get(sent[0].url).context["note"]["text"]


def test_two_tabs_begin_one_offer_and_the_older_one_overwrites_nothing(client):
    way_of()
    registration = VerifiedFactory()
    log_in(client, registration.candidate.user)
    keys = [key_in(client.get(START)) for _tab in range(2)]

    first, second = (client.post(START, job(title=f"Kerja {key[:4]}") | {"key": key}) for key in keys)

    case = Placement.objects.get()
    assert (first.status_code, second.url) == (302, f"/en/saya/tawaran/{case.number}/")
    client.post(first.url, EMPLOYER | {"seen": 0})
    late = client.post(first.url, EMPLOYER | {"seen": 0, "employer_name": "Lain"})
    assert "in another window" in said(late)
    assert 'value="Lain"' in late.content.decode()  # what was typed stays
    again = client.post(first.url, EMPLOYER | {"seen": late.context["form"]["seen"].value(), "employer_name": "Lain"})
    assert (again.status_code, Placement.objects.get().employer) == (302, "Lain")


FORBIDDEN = [
    ({"employer_kind": "household"}, "never for a household"),
    ({"purpose": "training"}, "no work placement by the law"),
    ({"scheme": "SSW_MANDIRI"}, "SSW is for Japan alone"),
    ({"scheme": "P_TO_P"}, "not one of the available choices"),
    ({"destination": "999999"}, "not one of the available choices"),
    ({"title": "x" * 251}, "at most 250"),
]


def test_what_the_law_or_the_form_forbids_is_said_and_nothing_is_kept(client):
    log_in(client, VerifiedFactory().candidate.user)
    right = job() | {"key": key_in(client.get(START))}

    for typed, words in FORBIDDEN:
        page = client.post(START, right | typed)
        assert words in said(page)
        assert "Pengembang" in page.content.decode() or "title" in typed
    assert not Placement.objects.exists()


def test_a_closed_country_and_an_age_below_the_rule_are_refused_with_their_ground(client):
    registration = VerifiedFactory(candidate__birth_date=days_ago(19 * 366))
    closed = DestinationFactory()
    AgeRuleFactory(min_age=21, destination=closed)

    page = begin(client, registration, country=closed)

    assert "has not opened this country" in said(page)
    assert "from 21 years on" in said(page)


def test_a_country_that_closes_while_the_offer_is_prepared_stops_it_at_the_last_page(client):
    case = OfferCaseFactory(procedure=way_of())
    PlacementRuleFactory(destination=case.destination, employer_kind="corporate", action="stopped")
    log_in(client, case.candidate.user)

    page = client.post(reverse("offers:offer", args=[case.number]), {"seen": 0})

    assert ["stopped" in row["text"] for row in page.context["against"]] == [True]
    assert Placement.objects.get().state == State.DRAFT
    [frozen] = Placement.objects.with_freeze(days_ago(0))
    assert frozen.freeze == "country"


def test_the_database_keeps_households_and_other_schemes_out():
    for wrong, name in (
        ({"employer_kind": "household"}, "is_at_a_legal_body"),
        ({"scheme": "P_TO_P"}, "names_it_and_has_its_scheme"),
        ({"own_offer": None}, "names_it_and_has_its_scheme"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            OfferCaseFactory(**wrong)


def test_what_is_missing_is_named_and_a_transfer_asks_for_the_company_that_sends():
    case = OfferCaseFactory(procedure=way_of("UKPS"), scheme="UKPS", own_offer__asked_for_money=None)

    with pytest.raises(StepRefused, match=r"company that sends you, number of its permit.*somebody asked for money"):
        send_offer(case, by=acting(case.candidate.user), seen=0)


def test_money_that_was_asked_for_shows_the_warning_and_never_stops_the_offer(client):
    case = OfferCaseFactory(procedure=way_of(), own_offer__asked_for_money=True)
    log_in(client, case.candidate.user)
    address = reverse("offers:offer", args=[case.number])

    assert "/en/kantor/" in client.get(address).content.decode().split('id="money"')[1][:900]
    assert client.post(address, {"seen": 0}).status_code == 302
    by = officer_of(case)
    log_in(client, by.user)
    assert "asked this person for money" in client.get(reverse("recording:case", args=[case.number])).content.decode()


def test_of_a_registration_that_is_held_back_the_last_page_says_no_more_than_come_with_your_ktp(client):
    case = OfferCaseFactory(procedure=way_of(), registration__is_held_back=True)
    log_in(client, case.candidate.user)

    page = client.post(reverse("offers:offer", args=[case.number]), {"seen": 0})

    assert [row["text"] for row in page.context["against"]] == [str(COME_WITH_YOUR_KTP)]


def test_numbers_of_others_are_not_found_on_any_page(client):
    foreign = OfferCaseFactory()
    log_in(client, UserFactory())

    for name, more in (("offer", []), ("part", ["syarat"]), ("throw_away", [])):
        assert client.post(reverse(f"offers:{name}", args=[foreign.number, *more])).status_code == 404
    assert Entry.objects.filter(action="placements.address_refused").count() == 3


def test_a_draft_stands_on_the_own_page_until_it_is_thrown_away(client):
    case = OfferCaseFactory()
    log_in(client, case.candidate.user)
    assert "Your turn: finish telling of your offer" in client.get("/en/saya/").content.decode()

    answers = [client.post(reverse("offers:throw_away", args=[case.number])) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Placement.objects.get().state == State.WITHDRAWN


# The officer's check


def test_an_offer_counts_when_every_point_was_checked_by_the_office_that_clears():
    case = OfferCaseFactory(state=State.APPLIED, procedure=way_of())
    rule = PaperRuleFactory(scheme="PERSEORANGAN", paper="call_letter", due="medical")
    CasePaper.objects.create(placement=case, paper="call_letter", rule=rule, need="required", due="medical")
    form = form_for("shortlist", case, {"seen": 0, "checked_on": steps.day(), "is_legal_body": "on"})
    assert set(form.errors) == {"letters_are_genuine", "mission_was_asked", "is_above_lowest_job"}
    regency = acting(MembershipFactory(role=Role.REGENCY_OFFICER, office__regency=case.regency))
    with pytest.raises(StepRefused, match="not open to you"):
        check(case, "shortlist", CHECKED, regency)

    assert [row["state"] for row in papers_of(case)["now"]] == ["off"]
    with pytest.raises(StepRefused, match="Not sent yet: employer"):
        check(case, "shortlist", CHECKED, officer_of(case))
    DocumentFactory(candidate=case.candidate, paper="call_letter")

    case = check(case, "shortlist", CHECKED, officer_of(case))

    assert (case.state, OfferCheck.objects.get().is_in_order) == (State.SELECTED, True)
    with pytest.raises(IntegrityError, match="passed_every_look"), transaction.atomic():
        OfferCheck.objects.update(mission_was_asked=False)


def test_nothing_else_makes_an_offer_count():
    case = OfferCaseFactory(state=State.APPLIED, procedure=way_of())

    with pytest.raises(StepRefused, match="Every point of the offer"):
        record_step(officer_of(case), case, "shortlist", seen=0, evidence=Selection(held_on=days_ago(1), where="ltsa"))


def test_an_offer_that_is_not_in_order_tells_the_person_why(client):
    case = OfferCaseFactory(state=State.APPLIED, procedure=way_of())

    check(case, "not_fit", {"checked_on": steps.day(), "reason": "Nomor teleponnya palsu."}, officer_of(case))

    log_in(client, case.candidate.user)
    page = client.get(reverse("path:placement", args=[case.number]))
    assert page.context["note"]["text"].startswith("Nomor teleponnya palsu.")
    assert page.context["history"][0]["title"] == "Your offer was checked: not in order"


# Back to the same employer


def way_back(**facts):
    """What is typed on the page."""
    typed = {"home_since": steps.day(10), "leave_ends_on": steps.day(-30), "terms": "same"}
    return typed | {"contract_until": steps.day(-400), "key": str(uuid.uuid4())} | facts


def go_back(client, case, **facts):
    log_in(client, case.candidate.user)
    return client.post(reverse("offers:back", args=[case.number]), way_back(**facts))


def test_whoever_is_on_leave_goes_back_with_what_has_changed_alone(client):
    procedure, key = way_of("RE_ENTRY"), str(uuid.uuid4())
    PaperRuleFactory(scheme="RE_ENTRY", paper="leave_letter", due="")
    at_work = PlacementFactory(state=State.AT_WORK)
    CostItemFactory(vacancy=at_work.vacancy)
    letter = DocumentFactory(candidate=at_work.candidate, paper="leave_letter", state="accepted")  # of the last leave
    first = go_back(client, at_work, key=key)
    again = go_back(client, at_work, key=key)

    case = Placement.objects.get(door="re_entry")
    assert {first.url, again.url} == {f"/en/saya/lamaran/{case.number}/"}
    assert (case.state, case.procedure, case.earlier) == (State.APPLIED, procedure, at_work)
    assert (case.order, case.destination, case.planned_departure_on) == (
        at_work.vacancy, at_work.destination, days_ago(-30),
    )  # fmt: skip
    at_work.refresh_from_db()
    assert at_work.state == State.RETURNED
    home = at_work.on_record("home_coming")
    assert (home.why, home.came_on) == ("leave", case.re_entry.home_since)
    assert not not_recorded(HomeComing.objects.all()).exists()
    page = client.get(first.url)
    assert [(row["name"], row["state"]) for row in page.context["letters"]] == [("Leave letter", "turn")]
    assert page.context["costs"].sentence.startswith("What you pay is not recorded")  # the first way's is over
    home = client.get("/en/saya/").content.decode()
    assert "Your turn: send the letters about your job" in home  # as its own page says
    type(letter).objects.update(handed_in_at=timezone.now())
    assert "send the letters about your job" not in client.get("/en/saya/").content.decode()
    assert at_work.vacancy.title in page.content.decode()


def test_of_a_way_back_what_cannot_be_is_said_and_nothing_happens(client):
    case = PlacementFactory(state=State.AT_WORK)
    way_of("RE_ENTRY")
    log_in(client, case.candidate.user)
    address = reverse("offers:back", args=[case.number])

    for typed, words in (
        ({"leave_ends_on": "12/34/2026"}, "valid date"),
        ({"contract_until": steps.day(-20)}, "over by then"),
        ({"terms": "changed"}, "what is different"),
        ({"key": "nonsense"}, "valid UUID"),
    ):
        assert words in said(client.post(address, way_back(**typed)))
    case.refresh_from_db()
    assert (case.state, Placement.objects.count()) == (State.AT_WORK, 1)


def test_one_goes_back_from_the_own_earlier_case_alone_and_once(client):
    way_of("RE_ENTRY")
    foreign, early = PlacementFactory(state=State.RETURNED), PlacementFactory(state=State.SELECTED, procedure=None)
    log_in(client, UserFactory())
    assert client.get(reverse("offers:back", args=[foreign.number])).status_code == 404
    assert go_back(client, early).status_code == 404

    assert go_back(client, foreign).status_code == 302
    again = go_back(client, foreign)  # another key, from another tab

    case = Placement.objects.get(door="re_entry")
    assert again.url == f"/en/saya/lamaran/{case.number}/"
    with pytest.raises(IntegrityError, match="gone_back_to_once"), transaction.atomic():
        PlacementFactory(
            registration=foreign.registration, door="re_entry", earlier=foreign, vacancy=None, scheme="RE_ENTRY",
            destination=foreign.destination, occupation=None, employer_kind="", procedure=None,
        )  # fmt: skip
