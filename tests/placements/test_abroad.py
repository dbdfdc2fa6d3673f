"""At work abroad: the arrival, a problem and its answer, the extension; who reads what, and what is owed when."""

import csv
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from jobs.reference import DATA
from portal.accounts.acting import ActRefused
from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.lib.dates import add_months
from portal.lib.zones import clocks_in, zones_of
from portal.messaging.kinds import kind_named
from portal.messaging.models import Message
from portal.messaging.planning import plan
from portal.messaging.services import contact_of
from portal.messaging.wording import by_kind_and_language, prepare, words_of
from portal.pages.work import waiting_for
from portal.workflow import StepRefused
from registrations.models import Disclosure
from registrations.placements.abroad import desk, notifications, reading, services
from registrations.placements.models import Arrival, CaseAbroad, CaseNote, Extension, Placement
from registrations.placements.recording import history
from registrations.placements.recording.services import record_step
from registrations.placements.recording.table import form_for
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.jobs import days_ago
from tests.factories.places import OfficeCoverageFactory, OfficeFactory
from tests.pages.test_own_data import proved
from tests.pages_rows_of_abroad import abroad, with_problem
from tests.placements.steps import day as typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
FORM = {"danger": "no", "kind": "unpaid", "words": "Three months", "reach": "page"}
KEY = "b5b1c3f0-5d0c-4b43-8d5a-8a8a8a8a8a8a"


def officer(case, role=Role.BP3MI_OFFICER):
    return MembershipFactory(office=case.office, role=role)


def record(case, event, facts, by):
    form = form_for(event, case, {"seen": case.version} | facts)
    assert form.is_valid(), form.errors
    reason = form.cleaned_data.get("reason", "")
    return record_step(by, case, event, seen=case.version, reason=reason, evidence=form.evidence_row())


def owed(name):
    return Message.objects.filter(kind=name)


def words(message):
    [((name, language), group)] = by_kind_and_language([message])
    kind = kind_named(name)
    return words_of(kind, prepare(group, kind, language)[message.pk], language)


# The arrival


def test_the_person_reports_the_arrival_and_whether_the_mission_knows(client):
    case = abroad(State.DEPARTED)
    log_in(client, case.candidate.user)
    address = reverse("abroad:arrival", args=[case.number])
    early = client.post(address, {"seen": 0, "arrived_on": typed(60), "mission_told": "no"})
    assert "before the day of departure" in early.content.decode()

    answers = [
        client.post(address, {"seen": case.version, "arrived_on": typed(39), "mission_told": "no"}) for _t in range(2)
    ]

    case.refresh_from_db()
    assert [one.status_code for one in answers] == [302, 302]
    assert (case.state, Arrival.objects.get().mission) == (State.AT_WORK, "")
    page = client.get(reverse("path:placement", args=[case.number])).content.decode()
    assert "Not yet reported to the Indonesian mission?" in page


# A problem


def test_a_problem_goes_to_the_office_once_and_the_answer_stands_on_the_page(client):
    case = abroad()
    address, desk_page = (reverse(f"abroad:{name}", args=[case.number]) for name in ("problem", "case"))
    log_in(client, case.candidate.user)
    first = client.get(address).content.decode()
    assert first.index("In danger now?") < first.index('name="danger"')

    sent = [client.post(address, FORM | {"seen": case.version, "key": KEY}) for _time in range(2)]

    case.refresh_from_db()
    assert (case.state, {one.url for one in sent}) == (State.CASE_OPEN, {address})
    problem, note = CaseAbroad.objects.get(), CaseNote.objects.get()
    assert (problem.mission, note.text) == (case.destination.mission, "Three months")
    own_page = client.get(reverse("path:placement", args=[case.number])).content.decode()
    assert "the mission know" not in own_page  # nobody has written there yet
    told = owed("placements.problem_abroad").get()
    assert told.contact.office == case.office
    assert case.candidate.name not in words(told).body

    log_in(client, officer(case).user)
    assert "Three months" in client.get(desk_page).content.decode()
    form = {"words": "We wrote to the employer.", "key": KEY.replace("b5", "c5")}
    assert [client.post(desk_page, form).status_code for _time in range(2)] == [302, 302]
    client.post(reverse("abroad:sent_on", args=[case.number]), {"sent-sent_by": "letter", "sent-key": KEY[:-1] + "b"})

    log_in(client, case.candidate.user)
    assert "We wrote to the employer." not in client.get(address).content.decode()  # to whoever holds the open phone
    page = proved(client, case.candidate.user).get(address).content.decode()
    assert page.count("We wrote to the employer.") == 1
    assert "as a letter" in page
    assert not owed("placements.case_answered").exists()  # they asked to be sent nothing
    assert Disclosure.objects.filter(candidate=case.candidate, purpose="placement").exists()
    assert Entry.objects.filter(action="placements.problem_read").exists()


def test_the_mission_of_the_country_sees_an_open_problem_without_the_words_and_may_answer(client):
    case = abroad()
    here, there = (MembershipFactory(office=OfficeFactory(kind="mission"), role="mission_officer") for _each in "ab")
    OfficeCoverageFactory(office=here.office, province=None, country=case.destination.country)
    problem = reverse("abroad:problem", args=[case.number])
    assert (
        str(here.office) in log_in(client, case.candidate.user).get(problem).content.decode()
    )  # before a word is told
    with_problem(case, words="He keeps my passport")
    address, board = reverse("abroad:at_mission", args=[case.number]), reverse("abroad:cases")
    assert {one.contact.office for one in owed("placements.problem_abroad")} == {case.office, here.office}

    assert waiting_for(acting(there)) == []
    log_in(client, there.user)
    assert (case.number in client.get(board).content.decode(), client.get(address).status_code) == (False, 404)
    with pytest.raises(ActRefused):
        services.answer(acting(there), case, "We are here.", key=KEY)

    assert [row["address"] for row in waiting_for(acting(here))] == [board]
    log_in(client, here.user)
    assert "Waits for your answer" in client.get(board).content.decode() and client.get(address).status_code == 200
    closed = [reverse(name, args=[case.number]) for name in ("abroad:case", "abroad:letter", "recording:case")]
    assert {client.get(one).status_code for one in closed} == {404}
    page = client.post(address, {"words": "We visit you.", "key": KEY}, follow=True).content.decode()
    assert "We visit you." in page and "He keeps my passport" not in page
    assert Disclosure.objects.get(purpose="protection").candidate == case.candidate
    assert "Waits for your answer" not in client.get(board).content.decode()
    assert "We visit you." in proved(client, case.candidate.user).get(problem).content.decode()

    record(case, "settle_case", {"outcome": "solved", "reason": "Given back"}, acting(officer(case)))
    log_in(client, here.user)
    assert client.get(address).status_code == 404  # what came after is the office's


def test_somebody_abroad_can_complain_about_the_office_itself_from_the_same_door(client):
    case = abroad()
    problem, concern = reverse("abroad:problem", args=[case.number]), reverse("path:concern", args=[case.number])
    log_in(client, case.candidate.user)
    told = {"kind": "no_answer", "is_about_office": "yes", "text": "They ask for money", "reach": "here", "key": KEY}

    for state in (State.DEPARTED, State.AT_WORK, State.CASE_OPEN):
        if state == State.CASE_OPEN:
            with_problem(case)
        else:
            Placement.objects.filter(pk=case.pk).update(state=state)
            case.refresh_from_db()
        assert concern in client.get(problem).content.decode()
        assert problem in client.get(concern).content.decode()
    assert client.post(concern, told).url == concern

    case.refresh_from_db()
    assert (case.state, case.concerns.get().is_about_office) == (State.CASE_OPEN, True)


def test_an_answer_is_announced_only_where_that_is_safe_and_says_nothing():
    case = with_problem(abroad(), reach="message")
    services.answer(acting(officer(case)), case, "Come to the shelter", key=KEY)

    message = owed("placements.case_answered").get()

    told = words(message)
    assert "shelter" not in f"{told.subject} {told.body}"
    CaseAbroad.objects.update(reach="page")
    assert not notifications.CASE_ANSWERED.still_due(CaseNote.objects.all()).exists()


def test_a_call_needs_a_safe_number(client):
    case = abroad()
    log_in(client, case.candidate.user)

    page = client.post(reverse("abroad:problem", args=[case.number]), FORM | {"reach": "call", "seen": 0, "key": KEY})

    assert "at which a call is safe" in page.content.decode()
    assert not CaseAbroad.objects.exists()


def test_open_problems_stand_with_danger_first_then_the_oldest_and_none_of_another_office():
    office = OfficeFactory()
    cases = [abroad(registration__office=office) for _case in range(3)]
    for case, danger in zip(cases, (False, True, False), strict=True):
        with_problem(case, danger=danger)
    with_problem(abroad())
    by = acting(officer(cases[0]))
    first, second, third = (cases[place].number for place in (1, 0, 2))

    assert [row.number for row in desk.page_of(by)[0]] == [first, second, third]
    assert [row.number for row in desk.page_of(by, after=first)[0]] == [second, third]
    assert [row.number for row in desk.page_of(by, after=second)[0]] == [third]
    waiting = waiting_for(by)[0]
    assert waiting == {"title": "Problems abroad: 3, in danger now: 1", "address": reverse("abroad:cases")}
    settled = Placement.objects.get(number=second)
    record(settled, "settle_case", {"outcome": "solved", "reason": "Paid"}, by)
    assert [row.number for row in desk.page_of(by)[0]] == [first, third]


def test_a_settled_problem_says_what_came_of_it_and_takes_no_more_words(client):
    case = with_problem(abroad())
    by = acting(officer(case))
    with pytest.raises(StepRefused):
        record(case, "settle_case", {"outcome": "solved", "reason": "By myself"}, acting(case.candidate.user))

    case = record(case, "settle_case", {"outcome": "solved", "reason": "The wage was paid."}, by)

    assert case.state == State.AT_WORK
    log_in(client, case.candidate.user)
    page = client.get(reverse("path:placement", args=[case.number])).content.decode()
    assert "The wage was paid." in page
    late = client.post(reverse("abroad:problem", args=[case.number]), {"words": "More", "key": KEY})
    assert late.status_code == 200
    assert CaseNote.objects.count() == 1


def test_pages_of_anothers_number_do_not_exist_nor_that_of_a_problem_for_another_office_or_a_regency(client):
    case = with_problem(abroad())
    log_in(client, UserFactory())
    for name in ("abroad:problem", "abroad:arrival", "home:came", "home:needs", "home:experience"):
        assert client.get(reverse(name, args=[case.number])).status_code == 404
    assert Entry.objects.filter(action="placements.address_refused").count() == 5
    for member in (
        MembershipFactory(),
        MembershipFactory(role=Role.REGENCY_OFFICER, office=OfficeFactory(labour=True)),
    ):
        log_in(client, member.user)
        assert client.get(reverse("abroad:case", args=[case.number])).status_code == 404


# The extension


def test_how_to_go_on_is_said_once_the_contract_ends_soon():
    for months in (2, 24):
        ways = reading.ways_of(abroad(months=months))
        [contract] = [way for way in ways if way["title"].startswith("Your contract ends")]
        assert bool(contract["text"]) is (months == 2)


def test_an_extension_is_recorded_by_the_office_alone_and_moves_the_end():
    case = abroad(months=2)
    facts = {"mission": "KDEI Taipei", "act_number": "12/KDEI", "act_on": typed(3), "months": "12"}
    end = add_months(days_ago(39), 2)
    too_soon = form_for("extend", case, facts | {"seen": case.version, "ends_on": f"{end:%d/%m/%Y}"})
    assert "no later than the last day so far" in str(too_soon.errors)
    facts["ends_on"] = f"{end + timedelta(days=365):%d/%m/%Y}"
    with pytest.raises(StepRefused):
        record(case, "extend", facts, acting(case.candidate.user))

    record(case, "extend", facts, acting(officer(case)))
    [contract] = [way for way in reading.ways_of(case) if way["title"].startswith("Your contract ends")]
    assert "not paid yet for the months that were added. Who pays it is not recorded" in contract["text"]
    assert owed("placements.extended").count() == 1

    assert Extension.objects.get().months == 12
    assert "still to be paid for the added time" in str(
        history.history(case, acting(MembershipFactory(role="bp3mi_officer")))[0].facts
    )
    last_day = notifications.contract_due(end + timedelta(days=365)).values_list("ends_on", flat=True)
    assert list(last_day) == [end + timedelta(days=365)]


# Reminders


def due_first(kind, day):
    """The days of what is owed when ``day`` is the first on which anybody plans."""
    Message.objects.filter(kind=kind.name).delete()
    plan(kind, day)
    return list(owed(kind.name).values_list("due_on", flat=True))


def test_whoever_departed_and_did_not_report_is_asked_after_one_and_two_weeks():
    contact_of(abroad(State.DEPARTED).candidate.user)
    left = days_ago(40)

    for gone, after in ((6, None), (7, 7), (13, 7), (14, 14), (15, None)):
        told = [] if after is None else [left + timedelta(days=after)]
        assert due_first(notifications.ARRIVAL_MISSING, left + timedelta(days=gone)) == told


def test_a_contract_that_ends_is_told_90_and_30_days_before():
    contact_of(abroad(months=2).candidate.user)
    end = add_months(days_ago(39), 2)

    for left, before in ((91, None), (90, 90), (31, 90), (30, 30), (0, 30), (-1, None)):
        told = [] if before is None else [end - timedelta(days=before)]
        assert due_first(notifications.CONTRACT_ENDS, end - timedelta(days=left)) == told
        assert all("Perjanjian kerja" in words(one).body for one in owed("placements.contract_ends"))


# Clocks


def test_a_country_tells_its_own_time_and_one_with_several_zones_from_west_to_east():
    moment = datetime(2026, 11, 23, 13, 40, tzinfo=UTC)

    assert [f"{one:%H.%M}" for one in clocks_in("TW", moment)] == ["21.40"]
    assert [f"{one:%H.%M}" for one in clocks_in("MY", moment)] == ["21.40"]  # two zones, one clock
    west, *_between, east = clocks_in("AU", moment)
    assert (f"{west:%H.%M}", f"{east:%H.%M}") == ("21.40", "00.40")
    assert clocks_in("XX", moment) == []


def test_every_destination_that_comes_with_the_portal_has_a_clock():
    with (DATA / "destinations.csv").open(encoding="utf-8") as file:
        assert [row["iso2"] for row in csv.DictReader(file) if not zones_of(row["iso2"])] == []
