"""The desk: the queue, finding a file, and judging its papers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal.accounts.models import WorkClaim
from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.workflow import StepRefused, take_step
from registrations import flagging
from registrations.desk import queue, services
from registrations.models import (
    Disclosure,
    PointFinding,
    ReadValue,
    RegisterCheck,
    Registration,
    SavedFilter,
    Suspicion,
)
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.places import OfficeFactory, VillageFactory
from tests.factories.registrations import (
    DocumentFactory,
    PinnedPaperFactory,
    RegistrationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
KTP_AGREES = {"point-name": "yes", "point-birth_date": "yes", "point-nik": "yes", "point-whole": "yes"}


def at_desk(office, role=Role.BP3MI_OFFICER):
    membership = MembershipFactory(role=role, office=office)
    client = log_in(Client(headers={"host": "localhost"}), membership.user)
    client.acting = acting(membership)
    return client


@pytest.fixture
def officer():
    return at_desk(OfficeFactory())


def a_file(office, *, days=1, papers=("ktp",), **facts):
    facts = {"state": State.IN_REVIEW, "state_since": timezone.now() - timedelta(days=days)} | facts
    registration = RegistrationFactory(office=office, **facts)
    for paper in papers:
        PinnedPaperFactory(registration=registration, paper=paper)
        DocumentFactory(candidate=registration.candidate, paper=paper)
    return registration


def file_of(client, **facts):
    return a_file(client.acting.membership.office, **facts)


def address(name, registration, *rest):
    return reverse(f"desk:{name}", args=[registration.number, *rest])


def numbers(client, **query):
    return [row.number for row in client.get(reverse("desk:files"), query).context["rows"]]


def judge(client, registration, do, paper="ktp", **answers):
    document = registration.candidate.documents.get(paper=paper, is_current=True)
    data = {"seen": registration.version, "do": do} | answers
    return client.post(address("judge", registration, document.pk), data)


# The queue


def test_each_file_stands_in_the_tab_of_whose_turn_it_is(officer):
    proposed = {"rejection_proposed_by": officer.acting.user, "rejection_ground": "under_age"}
    turn, older = file_of(officer), file_of(officer, days=3)
    waiting = file_of(officer, state=State.RETURNED)
    head = [file_of(officer, days=2, state=State.ON_HOLD), file_of(officer, **proposed)]
    done = file_of(officer, state=State.VERIFIED)
    file_of(officer, state=State.DRAFT)
    a_file(OfficeFactory())
    mine = file_of(officer, days=0, assigned_to=officer.acting.membership)

    tabs = {tab: numbers(officer, tab=tab) for tab in ("giliran", "pemohon", "kepala", "selesai", "milik-saya")}

    assert tabs == {
        "giliran": [older.number, turn.number, mine.number],
        "pemohon": [waiting.number],
        "kepala": [file.number for file in head],
        "selesai": [done.number],
        "milik-saya": [mine.number],
    }


def test_in_every_state_what_was_handed_in_stands_in_a_tab(officer):
    decided = {"rejection_proposed_by": officer.acting.user, "rejection_ground": "under_age"}
    for state in State:
        file_of(officer, state=state, **decided if state == State.REJECTED else {})

    found = Registration.objects.at_desk(officer.acting)
    shown = {one.state for tab in queue.Tab for one in queue.of_tab(found, tab, officer.acting)}

    assert shown == set(State) - {State.DRAFT}


def test_the_head_line_says_what_waits_longest_and_what_is_late(officer):
    file_of(officer, days=40)
    file_of(officer, days=1)

    page = officer.get(reverse("desk:files"))

    assert (page.context["oldest"], str(page.context["late"])) == ("40 days", "1")
    assert [row.is_late for row in page.context["rows"]] == [True, False]


@pytest.mark.parametrize("sort", ["lama", "risiko"])
def test_the_queue_goes_on_by_key(officer, sort):
    moment = timezone.now()
    office = officer.acting.membership.office
    for place in range(27):
        a_file(office, papers=(), state_since=moment, needs_second_pair=place % 2 == 0)
    first = officer.get(reverse("desk:files"), {"urut": sort})

    second = officer.get(reverse("desk:files") + first.context["next_address"])

    rows = [row for page in (first, second) for row in page.context["rows"]]
    assert [len(page.context["rows"]) for page in (first, second)] == [25, 2]
    assert len({row.number for row in rows}) == 27
    if sort == "risiko":
        assert [bool(row.marks) for row in rows] == [True] * 14 + [False] * 13


def test_a_queue_of_any_length_costs_the_same(officer):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            officer.get(reverse("desk:files"))
        return len(asked)

    file_of(officer, papers=("ktp", "kk"))
    cost()  # what the first page of a session asks besides
    one = cost()
    for _ in range(4):
        file_of(officer, papers=("ktp", "kk"), assigned_to=MembershipFactory())

    assert cost() == one


@pytest.mark.parametrize("tab", ["giliran", "kepala", "selesai"])
def test_a_tab_is_read_in_the_order_of_its_index(officer, tab):
    from registrations.desk.queue import Sort, Tab, _order, of_tab

    found = of_tab(Registration.objects.filter(office=officer.acting.office_id), Tab(tab), officer.acting)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        plan = found.order_by(*_order(Tab(tab), Sort.OLDEST, None)[0]).explain()

    index = {"giliran": "officers_turn", "kepala": "heads_turn", "selesai": "done"}[tab]
    assert f"registration_{index}" in plan
    assert "Sort" not in plan


def test_a_filter_is_kept_for_one_officer_alone(officer):
    colleague = at_desk(officer.acting.membership.office)

    officer.post(reverse("desk:keep_filter"), {"name": "Flagged", "tab": "giliran", "tanda": "1", "urut": "risiko"})

    kept = SavedFilter.objects.get()
    assert (kept.membership, kept.query) == (officer.acting.membership, "tab=giliran&urut=risiko&tanda=1")
    assert list(colleague.get(reverse("desk:files")).context["filters"]) == []
    officer.post(reverse("desk:keep_filter"), {"forget": "Flagged"})
    assert not SavedFilter.objects.exists()


def test_what_was_given_back_is_handed_out_again(officer):
    file = file_of(officer)
    officer.post(reverse("desk:take_next"))
    assert WorkClaim.objects.on(file).get().membership == officer.acting.membership

    officer.post(address("hold", file), {"do": "give"})

    assert services.take_next(acting(MembershipFactory(office=file.office))) == file


# Finding


def test_a_search_by_nik_is_noted_and_the_person_can_read_it(officer):
    file = file_of(officer)
    other = a_file(OfficeFactory())

    answers = [officer.post(reverse("desk:search"), {"q": one.candidate.nik}) for one in (file, other)]

    assert answers[0]["Location"] == address("screen", file)
    assert answers[1].context["rows"] == []
    assert Entry.objects.filter(action="registrations.searched_by_nik").count() == 2
    assert Disclosure.objects.get().seen == "nik_search"


def test_a_file_is_found_by_number_and_by_the_beginning_of_the_name(officer):
    file = file_of(officer, candidate__name="Yosef Kolo")
    file_of(officer, candidate__name="Yosefina Seran")

    by_name = officer.post(reverse("desk:search"), {"q": " yosef "})

    assert officer.post(reverse("desk:search"), {"q": file.number.lower()})["Location"] == address("screen", file)
    assert [row.name for row in by_name.context["rows"]] == ["Yosef K.", "Yosefina S."]
    assert officer.post(reverse("desk:search"), {"q": "yo"}).context["rows"] == []


# Who comes in


def test_another_number_is_no_page_and_is_noted(officer):
    foreign = a_file(OfficeFactory())
    person = log_in(Client(headers={"host": "localhost"}), UserFactory())
    key = foreign.candidate.documents.get().pk
    addresses = [
        *(address(name, foreign) for name in ("screen", "reveal", "hold", "mark_field")),
        *(address(name, foreign, key) for name in ("judge", "unmark")),
        address("step", foreign, "approve"),
    ]

    for client in (person, officer):
        before = Entry.objects.filter(action="registrations.address_refused", subject_id=str(foreign.pk)).count()
        answers = {client.post(one).status_code for one in addresses} | {client.get(addresses[0]).status_code}
        after = Entry.objects.filter(action="registrations.address_refused", subject_id=str(foreign.pk)).count()
        assert answers == {404}
        assert after - before == len(addresses) + 1


def test_nobody_opens_the_own_file_as_an_officer(officer):
    own = file_of(officer, candidate__user=officer.acting.user)

    assert officer.get(address("screen", own)).status_code == 404
    assert numbers(officer) == []


def test_opening_a_file_is_told_to_the_person_once_a_day(officer):
    file = file_of(officer)

    for _ in range(3):
        officer.get(address("screen", file))

    assert Disclosure.objects.filter(candidate=file.candidate, seen="file").count() == 1


def test_who_looks_at_a_held_file_is_told_when_the_hold_ends(officer):
    head = at_desk(officer.acting.membership.office, Role.BP3MI_HEAD)
    file = file_of(officer)
    file = services.advance(officer.acting, file, "hold", seen=0, reason="A hint")
    officer.get(address("screen", file))
    assert not Disclosure.objects.told_to_the_person().exists()

    head.post(address("step", file, "release"), {"seen": file.version, "reason": "Cleared"})

    assert Disclosure.objects.told_to_the_person().count() == 2


def test_the_whole_nik_is_shown_on_demand_and_noted(officer):
    file = file_of(officer)
    spaced = " ".join(file.candidate.nik[place : place + 4] for place in range(0, 16, 4))

    assert spaced not in officer.get(address("screen", file)).text
    assert spaced in officer.post(address("reveal", file), {"surat": "ktp"}).text
    assert Entry.objects.filter(action="registrations.nik_shown", subject_id=str(file.pk)).count() == 1


# Judging


def test_points_start_unset_and_a_paper_is_accepted_only_when_all_agree(officer):
    file = file_of(officer)
    page = officer.get(address("screen", file))
    assert [point.answer for point in page.context["points"]] == ["", "", "", ""]

    partly = judge(officer, file, "accept", **{"point-name": "yes", "point-nik": "no"})
    assert partly.status_code == 200
    assert len(partly.context["form"].non_field_errors()) == 2
    judge(officer, file, "accept", **KTP_AGREES)

    paper = file.candidate.documents.get()
    assert (paper.state, paper.reviewed_by) == ("accepted", officer.acting.membership)
    assert PointFinding.objects.filter(document=paper, agrees=True).count() == 4
    assert ReadValue.objects.get(document=paper, field="name").text == "Marselina Taek"


def test_a_paper_that_differs_is_marked_with_the_reason_of_its_point_and_shown_in_the_strip(officer):
    file = file_of(officer, papers=("ktp", "diploma"))
    judge(officer, file, "accept", **KTP_AGREES)

    judge(
        officer, file, "return", "diploma", **{"point-name": "no", "read-name": "Marselina Taik", "words": "One letter"}
    )

    point = file.points.get()
    assert (point.paper, point.reason, point.words.text) == ("diploma", "name_differs", "One letter")
    name = officer.get(address("screen", file)).context["strip"][1][0][1]
    assert [cell.differs for cell in name[:3]] == [False, False, True]
    assert name[2].parts == (("MARSELINA TA", False), ("I", True), ("K", False))


def test_the_person_learns_of_marks_when_the_file_is_returned_and_it_comes_back_to_the_same_officer(officer):
    file = file_of(officer)
    judge(officer, file, "return", **{"point-whole": "no"})
    assert file.candidate.documents.get().state == "handed_in"

    officer.post(address("step", file, "return"), {"seen": 0})

    file.refresh_from_db()
    paper = file.candidate.documents.get()
    assert (file.state, paper.state, paper.return_reason) == (State.RETURNED, "returned", "blurred")
    assert file.assigned_to == officer.acting.membership
    file.points.update(corrected_at=timezone.now())
    take_step(file, "resubmit", by=acting(file.candidate.user))
    assert services.take_next(acting(MembershipFactory(office=file.office))) is None
    assert services.take_next(officer.acting) == file


def test_a_mark_can_be_taken_back_and_no_file_is_approved_over_one(officer):
    file = file_of(officer)
    judge(officer, file, "accept", **KTP_AGREES)
    officer.post(address("mark_field", file), {"seen": 0, "field": "address", "reason": "incomplete", "words": ""})
    assert "1 point is marked" in officer.post(address("step", file, "approve"), {"seen": 0}).text

    officer.post(address("unmark", file, file.points.get().pk), {"seen": 0})
    officer.post(address("step", file, "approve"), {"seen": 0})

    file.refresh_from_db()
    assert file.state == State.VERIFIED


def test_the_regencys_officer_marks_and_returns_but_neither_accepts_nor_approves():
    office = OfficeFactory(labour=True)
    officer = at_desk(office, Role.REGENCY_OFFICER)
    file = a_file(OfficeFactory(), candidate__village=VillageFactory(district__regency=office.regency))

    page = officer.get(address("screen", file))
    assert [button.event for button in page.context["dock"]] == ["return"]
    assert 'value="accept"' not in page.text
    assert "Only the office that decides" in judge(officer, file, "accept", **KTP_AGREES).text
    judge(officer, file, "return", **{"point-whole": "no"})
    officer.post(address("step", file, "return"), {"seen": 0})

    file.refresh_from_db()
    assert (file.state, file.assigned_to) == (State.RETURNED, None)


def test_who_comes_second_sees_who_was_faster(officer):
    file = file_of(officer)
    judge(officer, file, "accept", **KTP_AGREES)
    colleague = MembershipFactory(office=file.office, user__name="Rosa Lakoat")
    services.advance(acting(colleague), file, "approve", seen=0)

    answer = officer.post(address("step", file, "propose_rejection"), {"seen": 0, "reason": "x", "ground": "under_age"})

    assert answer.status_code == 409
    assert "Rosa Lakoat" in answer.text
    file.refresh_from_db()
    assert (file.state, file.history.count()) == (State.VERIFIED, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_and_return_at_once_one_wins_and_the_other_sees_why():
    office = OfficeFactory()
    file = a_file(office, papers=())
    start = Barrier(2)

    def decide(acts):
        by = acting(MembershipFactory(office=office))
        start.wait()
        try:
            with override("en"):
                acts(by)
        except StepRefused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    def approve(by):
        services.advance(by, file, "approve", seen=0)

    def give_back(by):
        services.mark_field(by, file, field="address", reason="incomplete", words="", seen=0)
        services.advance(by, file, "return", seen=0)

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(decide, [approve, give_back]))

    file.refresh_from_db()
    assert sorted(map(bool, said)) == [False, True]
    assert (file.state, file.history.count()) == (State.RETURNED if said[0] else State.VERIFIED, 1)
    assert any(words in "".join(said) for words in ("Somebody changed this", "1 point is marked"))


# Flags


def test_a_flag_asks_for_two_and_a_head_ends_it(officer):
    file = file_of(officer, papers=())
    flag = flagging.raise_flag(officer.acting, file, "paper_doubted")
    assert flagging.raise_flag(officer.acting, file, "paper_doubted") == flag
    page = officer.get(address("screen", file))

    assert [button.event for button in page.context["dock"]] == ["approve_first", "return"]
    assert page.context["flags"] == ["A paper looks changed"]
    assert flagging.end_flag(acting(MembershipFactory(office=file.office, role=Role.BP3MI_HEAD)), flag).ended_at
    file.refresh_from_db()
    assert file.needs_second_pair


def test_a_verified_file_that_was_flagged_needs_two_when_it_is_decided_again(officer):
    file = file_of(officer, papers=(), state=State.VERIFIED)
    flagging.raise_flag(officer.acting, file, "looks_alike")
    file.refresh_from_db()
    assert not file.needs_second_pair

    assert take_step(file, "data_changed", by=acting(file.candidate.user)).needs_second_pair


def test_what_other_registers_showed_and_a_possible_twin_stand_on_the_screen(officer):
    file, twin = file_of(officer), file_of(officer)
    first, second = sorted([file.candidate, twin.candidate], key=lambda candidate: candidate.pk)
    doubt = Suspicion.objects.create(first=first, second=second, ground="alike", office=file.office)
    RegisterCheck.objects.create(
        registration=file,
        register="dukcapil",
        way="eye",
        result="agrees",
        looked_on="2026-11-20",
        checked_by=officer.acting.membership,
    )

    page = officer.get(address("screen", file))

    assert page.context["evidence"] == [("Population register (Dukcapil)", "ok", "Agrees with the file, 20 Nov 2026")]
    assert page.context["twins"] == [reverse("duplicates:pair", args=[doubt.number])]
