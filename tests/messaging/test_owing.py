"""A message is a row before it is a mail, and is owed once."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from portal.lib.dates import WIB, today_in
from portal.messaging import forgetting, kinds, planning, tasks
from portal.messaging.models import Contact, Message
from portal.messaging.services import contact_at, contact_of, contact_of_office, owe
from tests.factories.accounts import UserFactory
from tests.factories.messaging import BareContactFactory, ContactFactory, anniversary
from tests.factories.places import OfficeFactory

pytestmark = pytest.mark.django_db
TODAY = today_in(WIB)


def made(days_from_today, **facts):
    """A contact whose day is so many days from today."""
    return ContactFactory(created_at=timezone.now() + timedelta(days=days_from_today), **facts)


def test_a_message_is_owed_once():
    contact, kind = ContactFactory(), anniversary()

    assert owe(kind, subject=contact, contact=contact, facts={"way": "phone"}) is True
    assert owe(kind, subject=contact, contact=contact) is False
    message = Message.objects.get()
    assert (message.state, message.facts, message.due_on) == ("queued", {"way": "phone"}, TODAY)


def test_a_message_is_gone_with_the_act_that_owed_it():
    contact = ContactFactory()

    with pytest.raises(RuntimeError), transaction.atomic():
        owe(anniversary(), subject=contact, contact=contact)
        raise RuntimeError

    assert not Message.objects.exists()


def test_a_person_an_office_and_an_address_have_one_contact_each():
    user, office = UserFactory(), OfficeFactory()

    assert contact_of(user) == contact_of(user)
    assert contact_of_office(office) == contact_of_office(office)
    assert contact_at(email="Ina@Contoh.test") == contact_at(email="ina@contoh.test")
    assert contact_at(phone="+6281234567890") == contact_at(phone="+6281234567890")
    assert Contact.objects.count() == 4


def test_an_office_is_written_to_in_its_own_zone():
    office = OfficeFactory()

    assert contact_of_office(office).clock == office.zone


@pytest.mark.parametrize(
    "facts",
    [{"email": "a@contoh.test", "phone": "+6281234567890"}, {"email": "Gros@contoh.test"}, {"zone": "Asia/Tokyo"}],
)
def test_a_contact_that_says_two_things_is_refused(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        BareContactFactory(**{"email": ""} | facts)


def test_planning_twice_owes_nothing_twice():
    made(0)

    assert planning.plan(anniversary(), TODAY) == 1
    assert planning.plan(anniversary(), TODAY) == 0


def test_each_offset_is_told_on_its_own_day():
    contact = made(7)
    reminder = anniversary(offsets=(30, 7, 1))

    planning.plan(reminder, TODAY)
    planning.plan(reminder, TODAY + timedelta(days=3))
    planning.plan(reminder, TODAY + timedelta(days=6))

    days = Message.objects.filter(contact=contact).order_by("due_on").values_list("due_on", flat=True)
    assert list(days) == [TODAY, TODAY + timedelta(days=6)]


def test_after_an_outage_only_the_latest_offset_is_owed():
    made(3)

    planning.plan(anniversary(offsets=(30, 7, 1)), TODAY)

    assert [message.due_on for message in Message.objects.all()] == [TODAY + timedelta(days=3 - 7)]


def test_a_reminder_that_cannot_be_planned_keeps_no_other_from_being_planned(known):
    def break_down(day):
        raise ValueError("a question with a fault")

    known(anniversary(name="tests.broken", due=break_down), anniversary())
    made(0)

    with pytest.raises(ValueError, match="a question with a fault"):
        planning.plan_reminders(TODAY)

    assert Message.objects.get().kind == "tests.anniversary"


def test_a_day_that_has_passed_owes_nothing():
    made(-1)

    assert planning.plan(anniversary(offsets=(30, 7, 1)), TODAY) == 0


def test_an_account_is_known_to_the_planner_without_anybodys_doing():
    user = UserFactory()

    planning.know_accounts()
    planning.know_accounts()

    assert Contact.objects.get(user=user).zone == WIB.key


def test_two_kinds_of_one_name_are_refused(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(anniversary())

    with pytest.raises(ValueError, match=r"tests\.anniversary"):
        kinds.register(anniversary(offsets=(3,)))


@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_just_being_written_to_is_not_forgotten():
    contact, kind = BareContactFactory(created_at=timezone.now() - timedelta(days=9)), anniversary()
    is_owed = threading.Event()

    def owe_slowly():
        with transaction.atomic():
            owe(kind, subject=contact, contact=contact_at(email=contact.email))
            is_owed.set()
            time.sleep(0.3)
        connection.close()

    thread = threading.Thread(target=owe_slowly)
    thread.start()
    assert is_owed.wait(10)

    assert forgetting.forget_bare_contacts() == 0
    thread.join()
    contact.refresh_from_db()
    assert contact.email


@pytest.mark.parametrize(("kind", "sent"), [(anniversary(is_urgent=True), 1), (anniversary(), 0)])
def test_what_is_urgent_is_asked_for_as_soon_as_it_is_kept(django_capture_on_commit_callbacks, post, known, kind, sent):
    known(kind)
    contact = ContactFactory()

    with django_capture_on_commit_callbacks(execute=True):
        owe(kind, subject=contact, contact=contact)
        assert post.letters == []

    assert len(post.letters) == sent


def test_a_broker_that_is_away_keeps_no_urgent_message_from_being_owed(django_capture_on_commit_callbacks, monkeypatch):
    def away(**_):
        raise OperationalError

    monkeypatch.setattr(tasks.deliver_urgent, "apply_async", away)
    contact, kind = ContactFactory(), anniversary(is_urgent=True)

    with django_capture_on_commit_callbacks(execute=True):
        assert owe(kind, subject=contact, contact=contact) is True

    assert Message.objects.get().state == "queued"
