"""What waits for the head of an office, dealing files out, and whom to call."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.pages.work import waiting_for
from registrations.desk import services
from registrations.desk.history import history
from registrations.models import Call, CandidatePhone, Disclosure, Flag, RegistrationStep
from registrations.pace import pace_of
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.places import OfficeFactory
from tests.registrations.test_desk import a_file, address, at_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def head():
    return at_desk(OfficeFactory(), Role.BP3MI_HEAD)


def lists(head):
    shown = head.get(reverse("head_desk:waiting")).context["lists"]
    return {one.code: [row.number for row in one.rows] for one in shown}


def test_each_list_holds_what_only_the_head_can_decide(head):
    office, officer = head.acting.membership.office, MembershipFactory().user
    proposal = {"rejection_ground": "under_age"}
    rejected = a_file(office, rejection_proposed_by=officer, **proposal)
    a_file(office, rejection_proposed_by=head.acting.user, **proposal)
    held = a_file(office, state=State.ON_HOLD)
    second = a_file(office, needs_second_pair=True, first_by=officer)
    flagged = a_file(office)
    Flag.objects.create(registration=flagged, kind="trafficking")
    silent = a_file(office, state=State.RETURNED, days=22)
    a_file(office, state=State.RETURNED, days=20)
    a_file(OfficeFactory(), state=State.ON_HOLD)

    assert lists(head) == {
        "tolak": [rejected.number],
        "tahan": [held.number],
        "kedua": [second.number],
        "tanda": [flagged.number],
        "sepi": [silent.number],
    }


def test_the_page_costs_the_same_for_any_number(head):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            head.get(reverse("head_desk:waiting"))
        return len(asked)

    def fill():
        for state in (State.ON_HOLD, State.RETURNED):
            file = a_file(head.acting.membership.office, state=state, days=30)
            Flag.objects.create(registration=file, kind="trafficking")

    fill()
    cost()
    one = cost()
    fill()
    fill()

    assert cost() == one


def test_a_head_rejects_on_the_proposed_ground_and_reads_where_one_may_object(head):
    file = a_file(head.acting.membership.office)
    officer = acting(MembershipFactory(office=file.office))
    file = services.advance(officer, file, "propose_rejection", seen=0, ground="under_age", reason="Born 2012")
    page = head.get(address("step", file, "reject"))
    assert page.context["proposal"] == ("Under 18", "Born 2012")
    assert "Ombudsman" in page.text

    head.post(address("step", file, "reject"), {"seen": file.version, "reason": "Too young"})

    file.refresh_from_db()
    assert file.state == State.REJECTED


def test_whoever_looks_at_a_file_that_went_to_another_office_reads_where_it_is():
    officer, other = at_desk(OfficeFactory()), at_desk(OfficeFactory())
    file = a_file(officer.acting.membership.office)
    colleague, to = acting(MembershipFactory(office=file.office)), other.acting.membership.office
    services.advance(colleague, file, "transfer", seen=0, reason="Has moved", to_office=to)

    answers = [officer.post(address("hold", file), {"do": "take"}), officer.get(address("screen", file))]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert all(str(to) in answer.text and "Has moved" in answer.text for answer in answers)
    assert other.get(address("screen", file)).status_code == 200
    assert at_desk(OfficeFactory()).get(address("screen", file)).status_code == 404


def test_the_ground_of_a_dropped_proposal_stays_in_the_history(head):
    file = a_file(head.acting.membership.office)
    officer = acting(MembershipFactory(office=file.office))
    for ground in ("under_age", "false_papers"):
        file = services.advance(officer, file, "propose_rejection", seen=file.version, ground=ground, reason="So it is")
        file = services.advance(head.acting, file, "drop_proposal", seen=file.version, reason="It is not")

    said = [line.reason for line in history(file, head.acting.zone)]

    assert said == ["It is not", "A paper proved false: So it is", "It is not", "Under 18: So it is"]


def test_dealt_out_files_go_to_that_officer_and_only_what_is_open_here_is_dealt(head):
    office = head.acting.membership.office
    officer = MembershipFactory(office=office)
    files = [a_file(office), a_file(office, days=3)]
    foreign, done = a_file(OfficeFactory()), a_file(office, state=State.VERIFIED)

    head.post(reverse("head_desk:deal"), {"numbers": [one.number for one in files], "to": officer.pk})
    answer = head.post(reverse("head_desk:deal"), {"numbers": [foreign.number, done.number], "to": officer.pk})

    for file in (*files, foreign, done):
        file.refresh_from_db()
    assert [file.assigned_to for file in (*files, foreign, done)] == [officer, officer, None, None]
    assert answer.status_code == 200
    assert services.take_next(acting(officer)) == files[1]
    assert Entry.objects.filter(action="registrations.dealt_out").count() == 2


def test_people_silent_for_two_weeks_stand_on_the_call_list_and_read_who_saw_their_number(head):
    file = a_file(head.acting.membership.office, state=State.RETURNED, days=15)
    a_file(head.acting.membership.office, state=State.RETURNED, days=13)
    CandidatePhone.objects.create(candidate=file.candidate, number="+6281234567891")

    pages = [head.get(reverse("head_desk:calls")) for _ in range(2)]

    assert [(row["number"], row["phones"]) for row in pages[1].context["rows"]] == [(file.number, "0812-3456-7891")]
    assert Disclosure.objects.get().candidate == file.candidate


@pytest.mark.parametrize(
    ("outcome", "days", "is_called_again"),
    [
        ("no_answer", 0, False),
        ("no_answer", 1, True),
        ("told", 6, False),
        ("told", 8, True),
        ("wrong_number", 9, False),
    ],
)
def test_what_came_of_a_call_says_when_to_call_again(head, outcome, days, is_called_again):
    file = a_file(head.acting.membership.office, state=State.RETURNED, days=25)
    head.post(reverse("head_desk:called", args=[file.number]), {"outcome": outcome})
    Call.objects.update(made_at=timezone.now() - timedelta(days=days))

    rows = head.get(reverse("head_desk:calls")).context["rows"]

    assert [row["number"] for row in rows] == [file.number] * is_called_again
    assert head.get(reverse("head_desk:waiting")).context["lists"][-1].rows[0].called.startswith("Called on")
    assert head.get(address("screen", file)).context["history"][0].title.startswith("Called: ")


def test_no_call_is_noted_once_the_person_has_answered(head):
    file = a_file(head.acting.membership.office, days=15)

    head.post(reverse("head_desk:called", args=[file.number]), {"outcome": "told"})

    assert not Call.objects.exists()


def test_the_heads_own_page_names_files_that_are_silent_for_three_weeks(head):
    a_file(head.acting.membership.office, state=State.RETURNED, days=22)

    titles = [row["title"] for row in waiting_for(head.acting)]

    assert "Files silent for three weeks: 1" in titles
    assert "People to call, silent for two weeks: 1" in titles


def test_the_turnaround_is_counted_from_arrival_to_answer(head):
    office, now = head.acting.membership.office, timezone.now()
    for days in (2, 4, 12):
        file = a_file(office, papers=())
        for event, moment in (("resubmit", now - timedelta(days=days)), ("return", now)):
            with patch("django.utils.timezone.now", return_value=moment):
                RegistrationStep.objects.create(
                    registration=file, event=event, source="", target="", version=0, office=office
                )

    found = pace_of(office)

    assert (found.answers, round(found.median, 3), round(found.p90, 3)) == (3, 4.0, 10.4)


def test_a_flag_is_ended_by_the_head_of_that_office_alone(head):
    flags = [
        Flag.objects.create(registration=a_file(office), kind="paper_doubted")
        for office in (head.acting.membership.office, OfficeFactory())
    ]

    answers = [head.post(reverse("head_desk:flag_ended", args=[flag.pk])).status_code for flag in flags]

    assert answers == [302, 404]
    assert list(Flag.objects.standing()) == [flags[1]]


def test_a_file_that_waits_since_long_is_not_silent_while_it_is_the_offices_turn(head):
    file = a_file(head.acting.membership.office, state_since=timezone.now() - timedelta(days=60))

    assert file.number not in lists(head)["sepi"]
