"""What a registration owes its person: written inside the step, silent about a hold, nothing personal outside of the page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.acting import Acting
from portal.lib.dates import WIB, long_date, short_date, today_in
from portal.mailroom.by_hand.reading import in_words, waiting
from portal.messaging import delivery, planning, quiet
from portal.messaging.kinds import kind_named
from portal.messaging.models import Message
from portal.messaging.models import State as Sending
from portal.messaging.wording import by_kind_and_language, prepare, short_text, words_of
from portal.workflow import take_step
from registrations import notifications, services
from registrations.models import CandidatePhone, Registration
from registrations.owing import OWED
from registrations.workflow import INTERNAL_EVENTS, STEPS, State
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.registrations import CorrectionPointFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def officer_of(registration, role="bp3mi_officer"):
    return acting(MembershipFactory(office=registration.office, role=role))


def returned(**facts):
    registration = RegistrationFactory(state=State.IN_REVIEW, **facts)
    CorrectionPointFactory(registration=registration)
    return take_step(registration, "return", by=officer_of(registration))


def owed():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def words(message):
    [((name, language), group)] = by_kind_and_language([message])
    kind = kind_named(name)
    prepared = prepare(group, kind, language)[message.pk]
    return words_of(kind, prepared, language), short_text(kind, prepared, language)


def without_account(phone="+6281234567890"):
    registration = RegistrationFactory(state=State.IN_REVIEW, candidate__user=None)
    CandidatePhone.objects.create(candidate=registration.candidate, number=phone)
    CorrectionPointFactory(registration=registration)
    return take_step(registration, "return", by=officer_of(registration))


def test_every_step_of_the_table_is_owed_or_silent_on_purpose():
    silent = {"submit", "withdraw", "close"}  # the person's own act, or said to them at the counter

    assert (OWED.keys() | INTERNAL_EVENTS | silent, OWED.keys() & INTERNAL_EVENTS) == (STEPS.keys(), set())


def test_what_is_returned_says_what_to_correct_and_by_when():
    registration = returned()

    said, _short = words(Message.objects.get())

    assert "- e-KTP: Terlalu kabur atau gelap" in said.body
    assert f"Hari terakhir: {long_date(registration.return_by, language='id')}." in said.body


def test_nothing_personal_stands_in_a_subject_or_an_sms():
    registration = returned(candidate__name="Marselina Taek")

    said, short = words(Message.objects.get())

    assert said.subject == "giliran Anda: ada yang perlu diperbaiki"
    assert short.startswith("Jalur Resmi: ada pesan di Jalur saya.")
    assert [word for word in ("Marselina", "KTP", registration.number) if word in f"{said.subject} {short}"] == []


def test_handing_in_and_coming_back_both_say_that_the_office_has_it():
    draft = RegistrationFactory(papers=True)
    services.submit(draft, by=acting(draft.candidate.user))

    assert owed() == ["registrations.with_office"]


def test_a_hold_and_its_release_owe_nothing_and_let_no_clock_begin_anew():
    registration = RegistrationFactory(state=State.IN_REVIEW, state_since=timezone.now() - timedelta(days=5))

    held = take_step(registration, "hold", by=officer_of(registration), reason="A hint")
    released = take_step(held, "release", by=officer_of(held, "bp3mi_head"), reason="Cleared")

    assert owed() == []
    assert released.state_since == registration.state_since


def test_what_is_no_longer_due_is_not_sent(monkeypatch):
    monkeypatch.setattr(quiet, "is_quiet", lambda zone, moment: False)
    registration = returned()
    registration.points.update(corrected_at=timezone.now())
    take_step(registration, "resubmit", by=acting(registration.candidate.user))

    delivery.deliver(is_urgent=False)

    states = dict(Message.objects.values_list("kind", "state"))
    assert states["registrations.returned"] == Sending.SKIPPED
    assert states["registrations.with_office"] == Sending.SENT


def test_before_it_lapses_the_person_is_told_twice():
    today = today_in(WIB)
    RegistrationFactory(state=State.RETURNED, return_by=today + timedelta(days=20))
    planning.know_accounts()

    for days in range(22):
        planning.plan(notifications.LAPSES_SOON, today + timedelta(days=days))

    told_on = Message.objects.order_by("due_on").values_list("due_on", flat=True)
    assert [(day - today).days for day in told_on] == [6, 17]


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.ON_HOLD, State.RETURNED])
def test_after_a_silent_week_the_person_is_told_whose_turn_it_is(state):
    now = timezone.now()
    RegistrationFactory(state=state, state_since=now - timedelta(days=7), return_by=today_in(WIB) + timedelta(days=23))
    RegistrationFactory(state=state, state_since=now - timedelta(days=6))
    RegistrationFactory(state=State.VERIFIED, state_since=now - timedelta(days=7))
    planning.know_accounts()

    counts = [planning.plan(notifications.SILENT, today_in(WIB)) for _twice in range(2)]

    said, _short = words(Message.objects.get())
    assert counts == [1, 0]
    assert ("menunggu Anda" in said.body) is (state == State.RETURNED)


def test_a_week_on_hold_reads_like_a_week_in_review():
    registration = RegistrationFactory(state=State.IN_REVIEW, state_since=timezone.now() - timedelta(days=7))
    planning.know_accounts()
    planning.plan(notifications.SILENT, today_in(WIB))
    before = words(Message.objects.get())

    take_step(registration, "hold", by=officer_of(registration), reason="A hint")

    assert words(Message.objects.get()) == before


def test_whoever_has_no_account_comes_to_the_offices_call_list_by_name(monkeypatch, settings):
    monkeypatch.setattr(quiet, "is_quiet", lambda zone, moment: False)
    settings.SMS_GATEWAY_URL = ""
    registration = without_account()
    officer = MembershipFactory(office=registration.office, role="bp3mi_officer")

    delivery.deliver(is_urgent=False)

    [(_message, row)], _broken = in_words(list(waiting(acting(officer))))
    assert (row["who"], row["number"], row["since"]) == ("Marselina Taek", "0812-3456-7890", short_date(today_in(WIB)))


def test_without_account_and_phone_nothing_is_owed():
    registration = RegistrationFactory(state=State.IN_REVIEW, candidate__user=None)
    CorrectionPointFactory(registration=registration)

    take_step(registration, "return", by=officer_of(registration))

    assert owed() == []


# The clock


def test_what_nobody_corrected_lapses_by_the_offices_own_day_and_is_said_once():
    over = RegistrationFactory(state=State.RETURNED, return_by=today_in(WIB) - timedelta(days=2))
    RegistrationFactory(state=State.RETURNED, return_by=today_in(WIB) + timedelta(days=2))

    assert [services.lapse_registrations(), services.lapse_registrations()] == [1, 0]

    assert Registration.objects.get(state=State.LAPSED) == over
    assert over.history.get().system == Acting.for_system("lapse_registrations").system
    assert owed() == ["registrations.lapsed"]
