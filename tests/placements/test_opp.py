"""Orientation sessions: who waits and by when they are answered, seats that are never oversold, who came."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobs.choices import DueStep
from jobs.models import Vacancy
from jobs.workflow import State as VacancyState
from portal.lib.dates import WIB, WIT, today_in
from portal.messaging import planning
from portal.messaging.kinds import kind_named
from portal.messaging.models import Message
from portal.messaging.wording import words_of
from portal.workflow import StepRefused, take_step
from registrations.models import Disclosure
from registrations.placements.models import OppAttendance, OppRequest, OppSeat, OppSession
from registrations.placements.models.opp_request import answer_by, ask
from registrations.placements.opp import own, services, told, waiting
from registrations.placements.opp.reading import appointments_of
from registrations.placements.path.reading import of_person
from registrations.placements.recording.services import record_step
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.jobs import PaperRuleFactory
from tests.factories.opp import OppSeatFactory, OppSessionFactory, the_procedure
from tests.factories.placements import PlacementFactory, WayFactory, way
from tests.factories.places import HolidayFactory, OfficeFactory, ProvinceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def officer():
    return MembershipFactory(role="bp3mi_officer")


def those_who_wait(office, count=1, **facts):
    """Cases for which the orientation comes next, with their requests."""
    facts = {"registration__office": office, "state": State.VISA_OK, "procedure": the_procedure()} | facts
    cases = [PlacementFactory(**facts) for _one in range(count)]
    for case in cases:
        ask(case)
    return cases


def seated(office, **facts):
    return OppSeatFactory(session=OppSessionFactory(office=office, **facts))


def send(client, name, typed, *arguments):
    return client.post(reverse(f"opp:{name}", args=arguments), typed)


def chosen(session, cases):
    return {"session": session.number, "cases": [f"{case.number}:{case.version}" for case in cases]}


def came(case, number, **more):
    typed = {"seen": case.version, "came": "on", "certificate_number": number} | more
    return {f"{case.number}-{name}": value for name, value in typed.items()}


def owed():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


# Who waits


def test_a_case_is_a_request_from_the_step_before_until_it_has_a_seat(officer):
    case = PlacementFactory(registration__office=officer.office, state=State.INSURED)

    case = take_step(case, "visa_granted", by=acting(officer))
    assert OppRequest.objects.filter(placement=case, ended_at=None).count() == 1

    session = OppSessionFactory(office=officer.office)
    assert services.invite(acting(officer), session, [(case, case.version)]) == [(case, "")]
    assert not OppRequest.objects.filter(ended_at=None).exists()


def test_a_request_is_answered_within_one_working_day_of_the_office():
    HolidayFactory(day=date(2026, 12, 25))
    office = OfficeFactory(province=ProvinceFactory(code="91", time_zone="Asia/Jayapura"))

    for asked, answered in (
        ((2026, 11, 23, 15), (2026, 11, 24, 15, 0)),  # Monday
        ((2026, 11, 27, 15), (2026, 11, 30, 15, 0)),  # Friday
        ((2026, 11, 28, 10), (2026, 11, 30, 23, 59)),  # Saturday: as of Monday morning
        ((2026, 12, 24, 9), (2026, 12, 28, 9, 0)),  # Thursday before a holiday
    ):
        assert answer_by(office, datetime(*asked, tzinfo=WIT)) == datetime(*answered, tzinfo=WIT)


def test_the_list_has_the_first_to_be_answered_on_top_and_says_what_is_missing(officer, client):
    WayFactory(way=way(opp_scheduled={"due": "opp"}))
    late, missing, free = those_who_wait(officer.office, 3)
    OppRequest.objects.filter(placement=late).update(answer_by=timezone.now() - timedelta(hours=1))
    missing.papers.create(paper="health", rule=PaperRuleFactory(paper="health"), need="required", due="opp")
    those_who_wait(OfficeFactory())
    log_in(client, officer.user)
    address = reverse("opp:requests")
    client.get(address)

    with CaptureQueriesContext(connection) as few:
        page = client.get(address)
    rows = page.context["rows"]
    those_who_wait(officer.office, 4)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert [row.number for row in rows] == [late.number, missing.number, free.number]
    assert 'data-choose-all="cases"' in page.content.decode()  # by this name the script finds the boxes
    assert [row.is_late for row in rows] == [True, False, False]
    assert "health certificate" in rows[1].against and rows[2].against == ""
    assert len(many) == len(few)
    after = OppRequest.objects.get(placement=missing)
    assert waiting.page_of(acting(officer), after)[0][0].number == free.number


def test_a_person_asks_on_their_own_page_once_and_reads_until_when(client):
    [case] = those_who_wait(OfficeFactory())
    log_in(client, case.candidate.user)
    address = reverse("own_opp:orientation", args=[case.number])
    assert "Your office answers by" in client.get(address).content.decode()

    for _time in range(2):
        client.post(address)

    assert OppRequest.objects.get(placement=case).by_person_at is not None
    assert not client.get(address).context["card"].may_ask


# Seats


def test_many_get_seats_at_once_and_the_answer_says_who_did_not_and_why(officer, client):
    first, second, third, fourth = those_who_wait(officer.office, 4)
    take_step(fourth, "employer_withdraws", by=acting(officer), reason="Order cancelled")
    session = OppSessionFactory(office=officer.office, capacity=2)
    log_in(client, officer.user)
    typed = chosen(session, [first, second, third, fourth])
    nobody = send(client, "requests", {}).content.decode()
    assert '<a href="#id_cases">Who waits: Choose at least one person.</a>' in nobody and 'id="id_cases"' in nobody

    answers = [send(client, "requests", typed) for _time in range(2)]  # a second click

    for answer in answers:
        result = answer.context["result"]
        assert [one["number"] for one in result["seated"]] == [first.number, second.number]
        assert [one["why"] for one in result["refused"]] == [
            "No seat is left in this session.",
            "Somebody changed this meanwhile. Please look again.",
        ]
    session.refresh_from_db()
    assert (session.seated, session.seats.count()) == (2, 2)
    assert owed().count("placements.opp_invited") == 2


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_the_last_seats_never_sell_one_twice():
    office = OfficeFactory()
    cases = those_who_wait(office, 6)
    session = OppSessionFactory(office=office, capacity=3)
    officers = [acting(MembershipFactory(office=office, role="bp3mi_officer")) for _one in range(2)]
    start = Barrier(2)

    def invite(by, group):
        start.wait()
        try:
            return [
                refusal for _case, refusal in services.invite(by, session, [(case, case.version) for case in group])
            ]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = [*chain.from_iterable(pool.map(invite, officers, (cases[:4], cases[2:])))]

    session.refresh_from_db()
    invited = OppSeat.objects.filter(session=session, state="invited")
    assert (session.seated, invited.count(), len(set(invited.values_list("placement", flat=True)))) == (3, 3, 3)
    assert answers.count("") == 3


def test_the_database_itself_refuses_one_seat_more():
    session = OppSessionFactory(capacity=1, seated=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        OppSession.objects.filter(pk=session.pk).update(seated=2)


def test_whoever_leaves_gives_the_seat_back():
    seat = seated(OfficeFactory())
    unfit = OppSeatFactory(session=seat.session, placement__reached=["applied", "selected", "placement_agreed"])
    by = acting(MembershipFactory(office=seat.session.office))

    take_step(seat.placement, "employer_withdraws", by=by, reason="Order cancelled")
    take_step(unfit.placement, "medical_unfit_for_good", by=by)

    assert {*OppSeat.objects.values_list("state", "session__seated")} == {("released", 0)}


def test_another_offices_session_does_not_exist_and_takes_nobody(officer, client):
    foreign = OppSessionFactory()
    [case] = those_who_wait(officer.office)
    log_in(client, officer.user)

    assert client.get(reverse("opp:session", args=[foreign.number])).status_code == 404
    assert send(client, "requests", chosen(foreign, [case])).context["form"].errors
    assert not OppSeat.objects.exists()


@pytest.mark.parametrize(("role", "is_theirs"), [("bp3mi_officer", True), ("regency_officer", False)])
def test_the_board_leads_to_the_orientation_whoever_may_give_seats(client, role, is_theirs):
    office = OfficeFactory(labour=role == "regency_officer")
    log_in(client, MembershipFactory(role=role, office=office).user)

    board = client.get(reverse("recording:board")).content.decode()

    assert (reverse("opp:requests") in board) is is_theirs
    assert (client.get(reverse("opp:requests")).status_code == 200) is is_theirs


# Who came


def test_who_came_has_a_certificate_and_who_did_not_is_a_request_again(officer, client):
    session = OppSessionFactory(office=officer.office, is_under_way=True)
    there, doubled, away = (OppSeatFactory(session=session).placement for _one in range(3))
    log_in(client, officer.user)
    page = client.get(reverse("opp:session", args=[session.number]))
    proposed = [line["form"].initial["certificate_number"] for line in page.context["listed"].lines]
    assert proposed == [f"{session.number}/0{rank}" for rank in (1, 2, 3)]
    away_row = {f"{away.number}-seen": away.version, f"{away.number}-certificate_number": proposed[2]}
    typed = came(there, "BDG-1", has_biometrics="on") | came(doubled, "BDG-1") | away_row

    answer = send(client, "session", typed, session.number)

    assert [line["refused"] for line in answer.context["listed"].lines] == [
        "", "Another certificate of your office has this number.", "",
    ]  # fmt: skip
    send(client, "session", typed | came(doubled, "BDG-2") | {"rest_is_missing": "on"}, session.number)
    states = [type(case).objects.get(pk=case.pk).state for case in (there, doubled, away)]
    assert states == [State.OPP_DONE, State.OPP_DONE, State.VISA_OK]
    assert OppRequest.objects.filter(placement=away, ended_at=None).exists()
    assert OppAttendance.objects.get(seat__placement=there).has_biometrics
    history = client.get(reverse("recording:case", args=[there.number])).content.decode()
    assert "BDG-1" in history


def test_nobody_is_there_or_missing_before_a_session_begins(officer):
    seat = seated(officer.office)

    _case, refusal = services.note_absence(acting(officer), seat, seen=seat.placement.version)

    assert refusal == "This session has not begun yet."


def test_an_attendance_is_put_right_both_ways_with_a_reason(officer, client):
    seat = seated(officer.office, is_under_way=True)
    by, case = acting(officer), seat.placement
    services.note_attendance(by, seat, seen=case.version, number="A-1", has_biometrics=True)
    case.refresh_from_db()
    ask_for_certificate(case)
    assert case.papers_not_in_order(DueStep.E_CARD, today_in(WIB)) == []

    case = record_step(by, case, "take_back_attendance", seen=case.version, reason="Somebody else of that name")
    case = record_step(by, case, "no_show", seen=case.version)
    assert (case.state, case.reached[-1]) == (State.VISA_OK, "visa_ok")
    assert case.papers_not_in_order(DueStep.E_CARD, today_in(WIB)) == ["proof of the orientation (OPP)"]

    log_in(client, officer.user)
    typed = {"seen": case.version, "certificate_number": "A-1", "reason": "It was them after all"}
    for _time in range(2):
        assert send(client, "came", typed, seat.session.number, case.number).status_code == 302
    case.refresh_from_db()
    assert (case.state, OppAttendance.objects.filter(taken_back_at=None).count()) == (State.OPP_DONE, 1)
    assert own.card_of(case).facts[0]["value"] == "A-1"


def test_whoever_is_invited_while_it_stands_still_is_told_to_ask_before_going_there():
    seat = OppSeatFactory()
    case = of_person(seat.placement.candidate.user).get()
    assert own.card_of(case).title.startswith("Come to the orientation")

    Vacancy.objects.update(state=VacancyState.SUSPENDED)

    card = own.card_of(of_person(seat.placement.candidate.user).get())
    assert (card.kind, card.text) == ("info", "It stands still now. Ask your office before you go there.")


def ask_for_certificate(case):
    rule = PaperRuleFactory(paper="opp_cert", due="e_card")
    case.papers.create(paper="opp_cert", rule=rule, need="required", due="e_card")


def test_the_list_to_be_signed_has_whole_names_and_each_look_is_told(officer, client):
    seat = seated(officer.office)
    log_in(client, officer.user)

    page = client.get(reverse("opp:sheet", args=[seat.session.number])).content.decode()

    assert seat.placement.candidate.name in page
    told_of = Disclosure.objects.get(candidate=seat.placement.candidate)
    assert (told_of.seen, told_of.purpose) == ("list", "placement")


# Moved and called off


def test_whoever_is_invited_hears_of_each_change_but_not_of_more_seats_and_none_comes_late(officer):
    seat, by = seated(officer.office), acting(officer)
    session = seat.session
    facts = {name: getattr(session, name) for name in ("kind", "place", "link", "capacity", "begins_at", "ends_at")}

    for version, change in enumerate(
        ({"capacity": 9}, {"place": "Ruang 2"}, {"place": "Ruang 3"}, {"place": "Ruang 3"})
    ):
        services.change_session(by, session, facts | change, seen=min(version, 2))

    assert owed() == ["placements.opp_changed"] * 2  # the last came twice
    [only] = texts_of_due("placements.opp_changed")
    assert "Ruang 3" in only
    with pytest.raises(StepRefused, match="1 people have a seat already"):
        services.change_session(by, session, facts | {"capacity": 0}, seen=3)
    then = timezone.now() - timedelta(days=1)
    OppSession.objects.update(begins_at=then, ends_at=then + timedelta(hours=3))
    with pytest.raises(StepRefused, match="is over"):
        services.change_session(by, session, facts, seen=3)


def test_a_session_that_is_called_off_gives_every_seat_back(officer, client):
    seat = seated(officer.office)
    log_in(client, officer.user)

    send(client, "call_off", {"reason": "The room is flooded"}, seat.session.number)

    seat.refresh_from_db()
    seat.session.refresh_from_db()
    assert (seat.state, seat.session.seated, seat.session.is_called_off) == ("released", 0, True)
    assert type(seat.placement).objects.get(pk=seat.placement_id).state == State.VISA_OK
    assert OppRequest.objects.filter(placement=seat.placement, ended_at=None).exists()
    assert "looks for another day" in texts_of_due("placements.opp_called_off")[0]
    [case] = those_who_wait(officer.office)
    [(_case, refusal)] = services.invite(acting(officer), seat.session, [(case, case.version)])
    assert refusal == "This session is over, or was called off."


# Messages and midnights


def texts_of_due(name):
    """The words, in English, of the owed messages of this kind that are still due."""
    kind = kind_named(name)
    messages = list(Message.objects.filter(kind=name).order_by("pk"))
    due = set(
        kind.still_due(kind.model.objects.filter(pk__in=[one.subject for one in messages])).values_list("pk", flat=True)
    )
    facts = kind.prepare([one for one in messages if one.subject in due])
    return [words_of(kind, facts[one.pk], "en").body for one in messages if one.pk in facts]


def at_eight(zone, day, code="91"):
    """A session of an office in Jayapura or Banda Aceh (``code`` of its province) at 08.00 there."""
    office = OfficeFactory(province=ProvinceFactory(code=code, time_zone=zone.key))
    begins = datetime(day.year, day.month, day.day, 8, tzinfo=zone)
    return seated(office, begins_at=begins, ends_at=begins + timedelta(hours=3))


@pytest.mark.parametrize(("code", "zone", "label", "nights"), [("91", WIT, "WIT", 1), ("11", WIB, "WIB", 0)])
def test_day_reminders_and_appointment_follow_the_clock_of_the_office(code, zone, label, nights):
    day = today_in(zone) + timedelta(days=3)
    seat = at_eight(zone, day, code)
    OppSeat.objects.update(invited_at=timezone.now() - timedelta(days=9))
    # In Jayapura 08.00 is 23.00 UTC of the day before.
    assert seat.session.held_on == day
    assert seat.session.begins_at.astimezone(UTC).date() == day - timedelta(days=nights)
    [meeting] = appointments_of(seat.placement)
    assert (meeting.begins.hour, meeting.begins.date(), meeting.begins.tzinfo) == (8, day, zone)

    planning.know_accounts()
    for ahead in (3, 2, 1):
        planning.plan(kind_named("placements.opp_soon"), day - timedelta(days=ahead))

    due = Message.objects.filter(kind="placements.opp_soon").order_by("due_on").values_list("due_on", flat=True)
    assert list(due) == [day - timedelta(days=3), day - timedelta(days=1)]
    first = texts_of_due("placements.opp_soon")[0]
    assert "in 3 days" in first and f"08.00 to 11.00 {label}" in first


def test_whoever_was_just_invited_is_not_reminded_at_once():
    seat = at_eight(WIT, today_in(WIT) + timedelta(days=2))
    planning.know_accounts()
    planning.plan(kind_named("placements.opp_soon"), today_in(WIB))

    messages = list(Message.objects.filter(kind="placements.opp_soon"))

    assert messages and told.soon(messages) == {}
    assert seat.state == "invited"


def test_an_office_is_told_once_a_day_how_many_wait_too_long(officer):
    those_who_wait(officer.office, 2)
    kind = kind_named("placements.opp_requests_late")
    planning.know_offices()
    assert planning.plan(kind, today_in(WIB)) == 0
    OppRequest.objects.update(answer_by=timezone.now())

    assert [planning.plan(kind, today_in(WIB)) for _time in range(2)] == [1, 0]
    assert "2 people at" in texts_of_due("placements.opp_requests_late")[0]
