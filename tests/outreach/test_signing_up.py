"""Signing up for an event: seats, the waiting list, the form and the ticket."""

import uuid
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from outreach.models import Session, SignUp
from outreach.plan.services import keep_session
from outreach.signing_up import tending
from outreach.signing_up.services import cancel, promote, send_tickets_again, sign_up
from outreach.workflow import State
from portal.accounts.acting import ActRefused
from portal.accounts.roles import Role
from portal.messaging.services import contact_of
from tests.accounts.visits import mailed_code
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.messaging import BareContactFactory
from tests.factories.outreach import SignUpFactory
from tests.factories.places import OfficeFactory
from tests.outreach.signing_up import STRANGER, a_session, an_event, an_event_for_two, ask, come, owed, seated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


# Seats


@pytest.mark.django_db(transaction=True)
def test_of_200_at_once_for_100_places_100_have_a_seat_and_100_wait_in_order():
    session = a_session(capacity=100)
    threads, gate, failed = 8, Barrier(8), []

    def come_one_after_the_other(first):
        try:
            gate.wait()
            for number in range(first, 200, threads):
                come(session, name=f"Tamu {number}")
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    crowd = [Thread(target=come_one_after_the_other, args=[first]) for first in range(threads)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    seats = list(SignUp.objects.filter(state="seated").values_list("seat", flat=True))
    waiting = list(SignUp.objects.waiting())
    assert (failed, seated(session), len(waiting)) == ([], 100, 100)
    assert sorted(seats) == [f"A-{number:03}" for number in range(1, 101)]
    assert [row.created_at for row in waiting] == sorted(row.created_at for row in waiting)

    for row in SignUp.objects.filter(seat__in=["A-007", "A-050"]):
        cancel(row, by=STRANGER)

    assert [row.pk for row in SignUp.objects.filter(promoted_at__isnull=False).order_by("pk")] == [
        row.pk for row in waiting[:2]
    ]
    assert (seated(session), SignUp.objects.waiting().count()) == (100, 98)


@pytest.mark.django_db(transaction=True)
def test_nobody_begins_to_wait_beside_a_seat_that_is_given_back_at_the_same_moment():
    session = a_session(capacity=1)
    for _round in range(8):
        leaving, gate = come(session), Barrier(2)

        def at_once(act, gate=gate):
            try:
                gate.wait()
                act()
            finally:
                connection.close()

        acts = [lambda row=leaving: cancel(row, by=STRANGER), lambda: come(session)]
        threads = [Thread(target=at_once, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert (seated(session), SignUp.objects.waiting().count()) == (1, 0)
        cancel(SignUp.objects.get(state="seated"), by=STRANGER)


def test_the_same_form_twice_is_one_ticket_and_one_seat():
    session, key = a_session(capacity=5), uuid.uuid4()

    first, second = (sign_up(session, {"name": "Maria"}, key=key) for _twice in range(2))

    assert (first, seated(session)) == (second, 1)


def test_who_waits_longest_gets_the_seat_and_hears_of_it():
    session = a_session(capacity=1)
    one, second, third = (come(session, contact=BareContactFactory()) for _one in range(3))
    assert (owed("seat_kept"), owed("seat_waiting")) == ([one.pk], [second.pk, third.pk])

    for _twice in range(2):
        cancel(one, by=STRANGER)

    second.refresh_from_db()
    assert (second.state, second.seat, seated(session)) == ("seated", "A-002", 1)
    assert owed("seat_free") == [second.pk]


def test_a_group_too_large_for_what_is_free_keeps_its_place():
    session = a_session(capacity=4)
    leaving, staying = come(session), come(session, people=3)
    group, single = come(session, people=3), come(session)

    cancel(leaving, by=STRANGER)
    single.refresh_from_db()
    assert single.state == "seated"
    cancel(single, by=STRANGER)
    cancel(staying, by=STRANGER)

    group.refresh_from_db()
    assert (group.seats, seated(session)) == ("A-006 - A-008", 3)


def test_seats_that_are_added_go_to_those_who_wait():
    session = a_session(capacity=1)
    come(session)
    waiting = [come(session, contact=BareContactFactory()) for _one in range(3)]
    Session.objects.filter(pk=session.pk).update(capacity=3)

    assert tending.tend()["promoted"] == 2
    assert tending.tend()["promoted"] == 0
    assert owed("seat_free") == [row.pk for row in waiting[:2]]


def test_an_officer_who_adds_seats_gives_them_to_those_who_wait_in_the_same_act():
    office = OfficeFactory(labour=True)
    session = a_session(capacity=1, office=office)
    come(session)
    waiting = come(session, contact=BareContactFactory())
    by = acting(MembershipFactory(role=Role.REGENCY_OFFICER, office=office))
    facts = {"capacity": 2, "begins_at": session.begins_at, "ends_at": session.ends_at}

    keep_session(by, session.event, session, facts, seen=session.event.version)

    waiting.refresh_from_db()
    assert (waiting.state, seated(session), owed("seat_free")) == ("seated", 2, [waiting.pk])


def test_leaving_the_waiting_list_frees_no_seat():
    session = a_session(capacity=1)
    come(session)
    waiting = come(session)

    cancel(waiting, by=STRANGER)

    assert (seated(session), promote(session.pk)) == (1, [])


@pytest.mark.parametrize(
    "facts",
    [
        {"state": State.DRAFT},
        {"state": State.CANCELLED},
        {"takes_sign_ups": False},
        {"state": State.HELD, "sessions__days": -1},
        {"sessions__days": -1},
    ],
    ids=["draft", "called off", "without sign-up", "held", "begun"],
)
def test_nobody_signs_up_for_what_is_not_open(facts):
    session = a_session(**facts)

    with pytest.raises(ActRefused):
        come(session)


def test_a_group_larger_than_the_hall_is_told_so():
    with pytest.raises(ActRefused, match="20"):
        come(a_session(capacity=20), people=21)


# The form


@pytest.fixture
def event():
    return an_event_for_two()


def test_one_word_and_a_district_are_enough_and_the_ticket_is_shown(client, event):
    answer = ask(client, event)

    row = SignUp.objects.get()
    assert answer["Location"] == reverse("event_sign_up:ticket", args=[row.code])
    page = client.get(answer["Location"])
    assert (row.name, row.contact, row.may_be_contacted) == ("Maria", None, False)
    assert "A-001" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_an_address_is_written_to_only_after_its_code(client, event):
    answer = ask(client, event, address="Maria@Contoh.test")
    row = SignUp.objects.get()
    assert answer["Location"] == reverse("event_sign_up:address", args=[row.code])
    assert (mail.outbox[-1].to, row.contact, owed("seat_kept")) == (["maria@contoh.test"], None, [])

    client.post(answer["Location"], {"code": mailed_code()})

    row.refresh_from_db()
    assert (row.contact.email, row.contact.zone) == ("maria@contoh.test", row.session.zone.key)
    assert owed("seat_kept") == [row.pk]


def test_somebody_logged_in_is_written_to_at_their_account(client, event):
    user = UserFactory()
    ask(log_in(client, user), event)

    assert SignUp.objects.get().contact == contact_of(user)


@pytest.mark.parametrize("field", ["name", "institution", "place"])
def test_a_nik_is_refused_wherever_it_is_typed(client, event, field):
    answer = ask(client, event, **{field: "5304 0112 0690 0001"})

    assert field in answer.context["form"].errors
    assert not SignUp.objects.exists()


def test_a_district_or_a_place_elsewhere_has_to_be_said(client, event):
    assert "district" in ask(client, event, district="").context["form"].errors
    assert ask(client, event, district="", place="Kupang").status_code == 302


def test_a_teacher_signs_up_a_group_by_count(client, event):
    Session.objects.update(capacity=40)
    event.expects_minors = True
    event.save()

    answer = ask(client, event, "group", people=31, institution="SMK Contoh", names="Ana\nBeni")

    row = SignUp.objects.get()
    assert answer.status_code == 302
    assert (row.people, row.names, row.guardian, seated(row.session)) == (31, "Ana\nBeni", "Maria", 31)


def test_a_minor_may_name_who_is_responsible_where_minors_are_expected(client, event):
    assert "guardian" not in client.get(reverse("event_sign_up:form", args=[event.number])).context["form"].fields
    event.expects_minors = True
    event.save()

    ask(client, event, guardian="Ibu Rosa")

    assert SignUp.objects.get().guardian == "Ibu Rosa"


def test_a_full_event_offers_the_waiting_list(client):
    event = an_event(1)
    come(event.sessions.get())

    page = client.get(reverse("event_sign_up:form", args=[event.number])).content.decode()

    assert "penuh, daftar tunggu" in page


def test_too_many_by_one_address_are_refused_before_a_hall_is(client, event):
    Session.objects.update(capacity=None)
    answers = [ask(Client(headers={"host": "localhost"}), event).status_code for _guest in range(15)]
    by_one = [
        ask(Client(headers={"host": "localhost"}), event, address="a@contoh.test").status_code for _try in range(8)
    ]

    assert set(answers) == {302}
    assert by_one[-1] == 200


# The ticket


def test_the_ticket_gives_the_seat_back_without_log_in_and_asks_once(client):
    row = SignUpFactory()
    address = reverse("event_sign_up:cancel", args=[row.code])

    client.get(address)
    assert seated(row.session) == 1
    client.post(address)

    row.refresh_from_db()
    assert (row.state, seated(row.session)) == ("cancelled", 0)


@pytest.mark.parametrize("code", ["H-2222-2222-2222-2", "nothing"])
def test_a_wrong_code_opens_nothing(client, code):
    SignUpFactory()

    assert client.get(reverse("event_sign_up:ticket", args=[code])).status_code == 404


def test_a_lost_ticket_is_sent_and_the_answer_is_the_same_for_every_address(client):
    row = SignUpFactory(contact=BareContactFactory(email="maria@contoh.test"))
    SignUpFactory(contact=BareContactFactory(email="lain@contoh.test"))

    pages = [
        client.post(reverse("event_sign_up:lost"), {"address": address}).content
        for address in ("maria@contoh.test", "niemand@contoh.test")
    ]

    assert owed("ticket_again") == [row.pk]
    assert pages[0] == pages[1]


def test_a_lost_ticket_costs_the_same_questions_for_every_address(django_assert_num_queries):
    SignUpFactory(contact=BareContactFactory(email="maria@contoh.test"))

    for address in ("maria@contoh.test", "niemand@contoh.test"):
        with django_assert_num_queries(3):  # the statement, and a savepoint around it
            send_tickets_again(address)
