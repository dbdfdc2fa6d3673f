"""Who hears of what of an event, what its offices see of who comes, and how long it is kept."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from outreach.models import EventChange, Session, SignUp
from outreach.signing_up import own_data, retention, tending
from outreach.signing_up.services import cancel
from outreach.workflow import State
from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.lib.dates import WIB, WITA, today_in
from portal.messaging import planning, wording
from portal.messaging.forgetting import forget_bare_contacts
from portal.messaging.joining import join
from portal.messaging.kinds import kind_named
from portal.messaging.models import Contact, Message
from portal.messaging.services import contact_of
from portal.workflow import take_step
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.messaging import BareContactFactory
from tests.factories.outreach import SignUpFactory
from tests.factories.places import OfficeFactory
from tests.outreach.signing_up import STRANGER, a_session, an_event, an_event_for_two, ask, come, owed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def event():
    return an_event_for_two()


# Words


def words_of(message):
    """In Indonesian, by e-mail and by SMS; None when it is no longer due."""
    found = kind_named(message.kind)
    prepared = wording.prepare([message], found, "id").get(message.pk)
    return prepared and f"{wording.words_of(found, prepared, 'id').body}\n{wording.short_text(found, prepared, 'id')}"


@pytest.fixture
def in_belu():
    """A session at 09.00 in Atambua, which is 08.00 in Jakarta; the day after tomorrow of whoever comes."""
    session = a_session(sessions__days=7)
    begins = timezone.now().astimezone(WITA).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=7)
    session.venue.province.time_zone = WITA.key
    session.venue.province.save()
    session.begins_at, session.ends_at = begins, begins + timedelta(hours=3)
    session.save()
    return session


def test_seven_days_one_day_and_the_morning_before_people_are_reminded_by_the_clock_of_the_place(in_belu):
    row = come(in_belu, contact=BareContactFactory())
    come(in_belu)  # without an address
    SignUp.objects.update(created_at=timezone.now() - timedelta(days=30))
    day = in_belu.held_on

    for before in (8, 7, 6, 1, 1, 0):
        planning.plan(kind_named("outreach.event_soon"), day - timedelta(days=before))

    rows = list(Message.objects.filter(kind="outreach.event_soon").order_by("due_on"))
    assert [(one.subject, (day - one.due_on).days) for one in rows] == [(row.pk, 7), (row.pk, 1), (row.pk, 0)]
    text = words_of(rows[0])
    assert "09.00 sampai 12.00 WITA" in text
    assert row.code in text
    assert in_belu.venue.name in text


def test_whoever_signs_up_on_the_day_of_a_reminder_needs_none(in_belu):
    come(in_belu, contact=BareContactFactory())
    planning.plan(kind_named("outreach.event_soon"), in_belu.held_on - timedelta(days=7))

    assert words_of(Message.objects.get(kind="outreach.event_soon")) is None


def test_an_event_that_is_called_off_is_told_once_to_all_who_stand():
    office = OfficeFactory(labour=True)
    event = an_event(1, office=office)
    rows = [come(event.sessions.get(), contact=BareContactFactory()) for _one in range(2)]
    cancel(come(event.sessions.get(), contact=BareContactFactory()), by=STRANGER)
    take_step(event, "cancel", by=acting(MembershipFactory(role=Role.REGENCY_OFFICER, office=office)), reason="banjir")

    for _twice in range(2):
        tending.tend()

    assert owed("event_called_off") == [row.pk for row in rows]
    text = words_of(Message.objects.filter(kind="outreach.event_called_off").first())
    assert "dibatalkan" in text
    assert "banjir" not in text


def test_of_a_session_that_is_moved_whoever_signed_up_before_hears_once_what_holds_now():
    office = OfficeFactory(labour=True)
    session = a_session(1, office=office)
    contact = BareContactFactory()
    rows = [come(session, contact=contact) for _one in range(2)]
    changes = [
        EventChange.objects.create(
            event=session.event, session=session, fields=fields, changed_by=UserFactory(), office=office
        )
        for fields in (["venue"], ["capacity"], ["begins_at", "ends_at"])
    ]
    come(session, contact=BareContactFactory())

    for _twice in range(2):
        tending.tend()

    assert owed("event_changed") == [changes[0].pk, changes[2].pk]
    kind = kind_named("outreach.event_changed")
    assert list(kind.still_due(EventChange.objects.all())) == [changes[2]]
    told = words_of(Message.objects.filter(kind=kind.name).last())
    assert session.venue.name in told
    assert rows[0].code in told


def test_only_who_agreed_is_thanked_and_only_who_came():
    session = a_session()
    rows = [come(session, contact=BareContactFactory(), may_be_contacted=agreed) for agreed in (True, True, False)]
    SignUp.objects.filter(pk=rows[1].pk).update(state="came")
    yesterday = timezone.now() - timedelta(days=1, hours=6)
    Session.objects.update(begins_at=yesterday, ends_at=yesterday + timedelta(hours=1), held_on=yesterday.date())
    session.event.__class__.objects.update(state=State.HELD)

    tending.tend()

    assert owed("event_thanks") == [rows[1].pk]
    assert "/daftar/" in words_of(Message.objects.get(kind="outreach.event_thanks"))


# The offices


def officer(event, role=Role.REGENCY_OFFICER):
    return MembershipFactory(role=role, office=event.organiser.office).user


def people_of(event):
    return reverse("event_sign_up:people", args=[event.number])


def test_an_office_of_the_event_reads_the_names_and_the_look_is_noted(client):
    row = SignUpFactory(institution="SMK Contoh")
    event = row.session.event

    page = log_in(client, officer(event)).get(people_of(event)).content.decode()

    assert "Maria Bere" in page
    assert "SMK Contoh" in page
    assert row.code not in page
    assert Entry.objects.get(action="outreach.sign_ups_seen").subject_id == str(row.session.pk)


def test_for_another_office_the_list_does_not_exist(client):
    row = SignUpFactory()
    stranger = MembershipFactory(role=Role.REGENCY_OFFICER, office=OfficeFactory(labour=True)).user
    log_in(client, stranger)

    for page in ("people", "add", "cancel_for"):
        assert client.get(reverse(f"event_sign_up:{page}", args=[row.session.event.number])).status_code == 404


def test_an_office_cancels_after_it_was_asked_and_the_person_hears_of_it(client):
    row = SignUpFactory(contact=BareContactFactory())
    other = SignUpFactory()
    event = row.session.event
    log_in(client, officer(event))
    address = reverse("event_sign_up:cancel_for", args=[event.number])

    client.post(address, {"sign_up": row.pk})
    client.post(address, {"sign_up": other.pk, "sure": 1})  # of another event
    assert SignUp.objects.filter(state="seated").count() == 2
    client.post(address, {"sign_up": row.pk, "sure": 1})

    row.refresh_from_db()
    assert (row.state, owed("seat_taken_back")) == ("cancelled", [row.pk])


def test_an_office_adds_somebody_who_stands_before_it(client, event):
    log_in(client, officer(event))

    answer = ask(client, event, "add", people=2)

    row = SignUp.objects.get()
    assert answer["Location"] == reverse("event_sign_up:ticket", args=[row.code])
    assert (row.people, row.added_by is not None, row.may_be_contacted) == (2, True, False)


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_for_any_length(client, count, django_assert_max_num_queries):
    event = an_event()
    for _one in range(count):
        come(event.sessions.get())
    log_in(client, officer(event))

    with django_assert_max_num_queries(22):
        client.get(people_of(event))


# What is kept


def over(session, days):
    day = today_in(WIB) - timedelta(days=days)
    Session.objects.filter(pk=session.pk).update(begins_at=None, ends_at=None, held_on=day)


def test_sign_ups_are_emptied_after_their_time_and_their_addresses_forgotten():
    session = a_session()
    agreed = come(session, contact=BareContactFactory(), may_be_contacted=True, guardian="Ibu Rosa")
    others = [come(session, contact=BareContactFactory(), institution="SMK"), come(session, may_be_contacted=True)]
    Contact.objects.update(created_at=timezone.now() - timedelta(days=60))
    Message.objects.all().delete()

    over(session, 30)
    assert retention.apply() == {"sign_ups": 0, "days_of_sign_ups": 0}
    over(session, 31)
    assert retention.apply() == {"sign_ups": 2, "days_of_sign_ups": 1}
    assert retention.apply() == {"sign_ups": 0, "days_of_sign_ups": 0}
    forget_bare_contacts()

    kept = {row.pk: row for row in SignUp.objects.all()}
    assert [(kept[row.pk].name, kept[row.pk].institution, kept[row.pk].contact) for row in others] == [
        ("", "", None)
    ] * 2
    assert (kept[agreed.pk].name, kept[agreed.pk].guardian) == ("Maria", "")
    assert list(Contact.objects.reachable().filter(user=None, office=None)) == [agreed.contact]

    over(session, 366)
    assert retention.apply()["sign_ups"] == 1


def test_an_emptied_ticket_is_gone(client):
    row = SignUpFactory()
    over(row.session, 31)
    retention.apply()

    assert client.get(reverse("event_sign_up:ticket", args=[row.code])).status_code == 404


def test_what_an_address_signed_up_for_becomes_its_accounts():
    row = SignUpFactory(contact=BareContactFactory(email="maria@contoh.test"))
    user = UserFactory(email="maria@contoh.test")

    join(user, [{"email": "maria@contoh.test"}])

    row.refresh_from_db()
    assert row.contact == contact_of(user)
    assert [(one["name"], one["code"]) for one in own_data.of(user)] == [("Maria Bere", row.code)]
