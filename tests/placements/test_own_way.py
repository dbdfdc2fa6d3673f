"""The person's side of a placement: apply from a vacancy, see how far it is and whose turn, withdraw, be told."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobs.workflow import State as VacancyState
from portal.audit.models import Entry
from portal.lib.dates import long_date
from portal.messaging.kinds import kind_named
from portal.messaging.models import Message
from portal.messaging.wording import by_kind_and_language, prepare, words_of
from portal.workflow import take_step
from registrations.guards import COME_WITH_YOUR_KTP
from registrations.placements.applying.reading import against_applying
from registrations.placements.freezing import record_freezes
from registrations.placements.models import Freeze, Placement, PlacesTaken
from registrations.placements.path import reading
from registrations.placements.path.said import SAID, ended_note
from registrations.placements.path.wording import STANDSTILLS
from registrations.placements.workflow import BESIDE, ON_WAY, STEPS, State
from registrations.workflow import State as RegistrationState
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.jobs import PaperRuleFactory, days_ago
from tests.factories.placements import OpenVacancyFactory, PlacementFactory, VerifiedFactory, WayFactory, way
from tests.factories.registrations import DocumentFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOME = "/en/saya/"


def address_of(vacancy):
    return f"/en/saya/lamar/{vacancy.number}/"


def ask_page(client, registration, vacancy):
    log_in(client, registration.candidate.user)
    return client.get(address_of(vacancy))


def against(response):
    return [str(row["text"]) for row in response.context["against"]]


def officer_of(case):
    return acting(MembershipFactory(office=case.office, role="bp3mi_officer"))


def own(case):
    return reading.of_person(case.candidate.user).get(pk=case.pk)


# Applying


def test_the_way_from_an_open_vacancy_to_the_own_application(client):
    WayFactory()
    PaperRuleFactory(paper="health", due="medical")
    registration, vacancy = VerifiedFactory(), OpenVacancyFactory()
    page = ask_page(client, registration, vacancy)
    assert against(page) == []
    assert "cost nothing" in page.content.decode()
    assert [due for due, _named in page.context["papers"].needed_by_step] == ["before the medical exam"]
    form = {"key": re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]}

    sent = [client.post(address_of(vacancy), form) for _time in range(2)]

    case = Placement.objects.get()
    assert {answer.url for answer in sent} == {f"/en/saya/lamaran/{case.number}/"}
    assert client.get(address_of(vacancy)).url == sent[0].url
    shown = client.get(sent[0].url)
    assert "Station 2 of 6, step 2 of 2" in shown.content.decode()
    assert [row["title"] for row in shown.context["history"]] == ["You applied"]
    assert case.number in client.get(HOME).content.decode()


def test_whoever_never_registered_is_led_to_register_with_the_vacancy(client):
    vacancy = OpenVacancyFactory()
    log_in(client, UserFactory())

    assert client.get(address_of(vacancy)).url == f"/en/daftar/?lowongan={vacancy.number}"
    assert client.get("/en/saya/lamar/L-2222-2222-2/").status_code == 404


def test_all_that_stands_against_it_is_said_at_once_and_nothing_is_kept(client):
    registration = VerifiedFactory(candidate__birth_date=days_ago(19 * 366))
    vacancy = OpenVacancyFactory(age_min=25, quota_total=1, permit=None)
    PlacesTaken.objects.create(vacancy=vacancy, quota=1, filled=1)
    PlacementFactory(registration=registration, state=State.PLACEMENT_AGREED)
    log_in(client, registration.candidate.user)

    page = client.post(address_of(vacancy), {"key": "b5b1c3f0-5d0c-4b43-8d5a-8a8a8a8a8a8a"})

    words = " ".join(against(page))
    assert "At least 25 years old on the closing date" in words
    assert "All places of this vacancy are taken." in words
    assert str(STANDSTILLS["permit"]) in words
    assert "Withdraw from it first." in words
    assert not Placement.objects.filter(vacancy=vacancy).exists()


def test_a_registration_that_is_not_verified_says_what_to_do_next():
    registration, vacancy = RegistrationFactory(), OpenVacancyFactory()

    for registration.state, words in (
        (RegistrationState.DRAFT, "is not handed in yet"),
        (RegistrationState.RETURNED, "to be corrected first"),
        (RegistrationState.IN_REVIEW, "is with the office"),
        (RegistrationState.ON_HOLD, "is with the office"),
        (RegistrationState.LAPSED, "has ended"),
    ):
        first = against_applying(registration, vacancy)[0]
        assert words in first["text"] and first["address"]


def test_of_a_registration_that_is_held_back_the_page_says_no_more_than_come_with_your_ktp(client):
    WayFactory()
    registration, vacancy = VerifiedFactory(is_held_back=True), OpenVacancyFactory()

    for answer in (ask_page(client, registration, vacancy), client.post(address_of(vacancy), {"key": "x"})):
        assert against(answer) == [str(COME_WITH_YOUR_KTP)]
        assert "checked again" not in answer.content.decode()


def test_a_place_that_goes_while_the_page_is_open_is_told_on_it(client, monkeypatch):
    WayFactory()
    registration, vacancy = VerifiedFactory(), OpenVacancyFactory()
    monkeypatch.setattr("registrations.placements.services.reserve", lambda *about: False)
    log_in(client, registration.candidate.user)

    page = client.post(address_of(vacancy), {"key": "b5b1c3f0-5d0c-4b43-8d5a-8a8a8a8a8a8a"})

    assert against(page) == ["All places of this vacancy are taken."]


# The way


def test_the_present_station_names_its_steps_whose_turn_and_how_long():
    steps = way(fit={"actor": "clinic", "days": [3, 14]}, passport_ok={"actor": "person"})
    case = own(PlacementFactory(state=State.PLACEMENT_AGREED, procedure=WayFactory(way=steps)))

    page = reading.page_of(case)

    assert page["where"] == "Station 4 of 6, step 1 of 3"
    assert [one["state"] for one in page["stations"]] == ["done"] * 3 + ["wait", "", "", "on", "on"]
    here = next(group for group in page["groups"] if group["is_open"])
    assert [step["state"] for step in here["steps"]] == ["wait", "", ""]
    said = "Turn of: Clinic. Usually 3 to 14 days after the step before."
    assert here["steps"][0]["text"] == f"{said} Not checked yet."
    assert here["steps"][2]["text"] == "Your turn."


def test_papers_due_before_the_next_step_say_how_each_stands():
    steps = way(selected={"due": ""}, placement_agreed={"due": "placement_agreed"})
    case = PlacementFactory(state=State.APPLIED, procedure=WayFactory(way=steps))
    for paper, due in (("consent", "placement_agreed"), ("ktp", "submitted"), ("visa", "visa")):
        rule = PaperRuleFactory(paper=paper, due=due)
        case.papers.create(paper=paper, rule=rule, need="required", due=due)
    DocumentFactory(candidate=case.candidate, paper="ktp", state="accepted")

    page = reading.page_of(own(case))

    assert [row["label"] for row in page["papers"]["rows"]] == ["Later, not yet"]
    assert page["papers"]["accepted_words"] == "1 paper is accepted"
    assert page["note"]["kind"] == "info"  # not before the selection

    case.reached = ["applied", "selected"]
    case.save()

    DocumentFactory(candidate=case.candidate, paper="consent", state="returned")
    found = reading.page_of(own(case))["note"]
    assert found["title"] == "Your turn: hand in what is missing below"
    assert found["text"].startswith("After that: placement_agreed.")
    assert found["address"] == reverse("papers:paper", args=["consent"])


def test_whoever_is_ready_reads_the_day_of_the_departure_and_whoever_is_home_that_they_are():
    case = PlacementFactory(state=State.READY, planned_departure_on=days_ago(-5))

    title = reading.page_of(own(case))["note"]["title"]

    assert title == f"You depart on {long_date(days_ago(-5), weekday=True)}"
    assert reading.where(Placement(state=State.PURNA)) == "Back home"


def test_every_step_and_every_state_has_its_words():
    assert SAID.keys() == STEPS.keys() - {
        "prepare_card",
        "allow_contract",
        "doubt_death",
        "death_stands",
    }  # the office's own
    spoken = {state for state in State if state not in BESIDE and ended_note(PlacementFactory.build(state=state))}
    assert spoken == set(State) - ON_WAY - BESIDE - {State.DRAFT, State.READY, State.DEPARTED}


def test_a_standstill_is_told_kindly_but_never_that_of_the_registration():
    case = PlacementFactory()
    case.registration.is_held_back = True
    case.registration.save()
    assert reading.heading(own(case))["title"] == "Next: selected"

    case.vacancy.state = VacancyState.SUSPENDED
    case.vacancy.save()

    assert reading.heading(own(case))["text"].startswith(str(STANDSTILLS["vacancy"]))


def test_a_number_that_is_anothers_and_one_that_nobody_has_are_the_same_404_and_noted(client):
    foreign = PlacementFactory()
    log_in(client, UserFactory())

    answers = [client.get(f"/en/saya/lamaran/{number}/") for number in (foreign.number, "J-2222-2222-2")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Entry.objects.filter(action="placements.address_refused").count() == 2


def test_withdrawing_asks_once_and_a_second_click_finds_it_done(client):
    case = PlacementFactory()
    address = reverse("path:withdraw", args=[case.number])
    log_in(client, case.candidate.user)
    assert client.get(address).status_code == 200

    answers = [client.post(address) for _time in range(2)]

    case.refresh_from_db()
    assert (case.state, [answer.status_code for answer in answers]) == (State.WITHDRAWN, [302, 302])
    assert "You have withdrawn" in client.get(answers[0].url).content.decode()


def test_the_page_of_the_path_shows_what_is_under_way_by_one_more_query(client):
    registration = VerifiedFactory()
    log_in(client, registration.candidate.user)
    with CaptureQueriesContext(connection) as before:
        client.get(HOME)
    procedure = WayFactory()
    cases = [PlacementFactory(registration=registration, procedure=procedure) for _time in range(3)]

    with CaptureQueriesContext(connection) as after:
        text = client.get(HOME).content.decode()

    assert all(case.number in text for case in cases)
    assert "Station 2 of 6, step 2 of 2" in text
    assert reverse("programmes:batches") in text
    assert (len(after), len(after) <= 12) == (len(before), True)


def test_once_a_placement_is_under_way_papers_that_need_nobody_are_folded(client):
    case = PlacementFactory()
    DocumentFactory(candidate=case.candidate, paper="ktp", state="accepted")
    log_in(client, case.candidate.user)

    text = client.get(HOME).content.decode()

    assert re.search(r"<summary>1 other paper</summary>.*?/berkas/ktp/.*?</details>", text, re.DOTALL)
    assert "This is a preparation" not in text


# Messages


def words_of_last():
    message = Message.objects.order_by("-pk").first()
    [((name, language), group)] = by_kind_and_language([message])
    kind = kind_named(name)
    return words_of(kind, prepare(group, kind, language)[message.pk], language)


def owed():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_the_outcome_of_the_selection_is_owed_with_the_step_and_only_while_it_stands():
    case = PlacementFactory()

    take_step(case, "not_fit", by=officer_of(case), reason="Another one")

    assert owed() == ["placements.not_selected"]
    assert "belum terpilih" in words_of_last().body
    kind, facts = kind_named("placements.selected"), case.history.all()
    assert not kind.still_due(facts).exists()


def test_a_standstill_and_its_end_are_owed_once_but_a_hold_is_never_told():
    case = PlacementFactory()
    log = []
    for state, is_held in (("open", True), ("suspended", True), ("suspended", False), ("open", True), ("open", False)):
        case.vacancy.state, case.registration.is_held_back = state, is_held
        case.vacancy.save()
        case.registration.save()
        record_freezes()
        record_freezes()
        log.append(owed())

    stood, went = "placements.stands_still", "placements.goes_on"
    assert log == [[], [stood], [stood], [stood, went], [stood, went]]
    assert "berlanjut" in words_of_last().body
    told = kind_named(went).still_due(Freeze.objects.all())
    assert {freeze.reason for freeze in told} == {"vacancy"}
