"""Two worlds, one of them with a hold: nothing that the person can read tells them apart (docs/decisions/0022)."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.lib import dates
from portal.messaging.models import Message
from portal.workflow import take_step
from registrations import services
from registrations.disclosures import disclose
from registrations.models import Disclosure, Registration
from registrations.own import own_data
from registrations.own.services import choose_pin
from registrations.tracker.sheet import sheet_of
from registrations.wizard import services as wizard
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.registrations import CorrectionPointFactory, RegistrationFactory

PIN = "482913"
FIRST_DAY = datetime(2026, 11, 3, 2, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """``clock(days)``: from now on it is so many days after the first one, to the second."""

    def turn(days):
        moment = FIRST_DAY + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        monkeypatch.setattr(dates, "now_in", lambda zone: moment.astimezone(zone))

    turn(0)
    return turn


def of(registration):
    return acting(registration.candidate.user)


def officer_of(registration, role=Role.BP3MI_OFFICER):
    return acting(MembershipFactory(office=registration.office, role=role))


def standing_at(state):
    """Brought there step by step, looked at by an officer, with a PIN."""
    registration = services.submit(draft := RegistrationFactory(papers=True), by=of(draft))
    officer = officer_of(registration)
    disclose(officer, registration.candidate, Disclosure.Seen.FILE, registration=registration)
    choose_pin(of(registration), registration, PIN)
    if state == State.RETURNED:
        CorrectionPointFactory(registration=registration, paper="kk", raised_by=officer.membership)
        registration = take_step(registration, "return", by=officer)
    if state == State.VERIFIED:
        facts = {"state": "accepted", "reviewed_by": officer.membership, "reviewed_at": timezone.now()}
        registration.candidate.documents.update(**facts)
        registration = take_step(registration, "approve", by=officer)
    return registration


def hold(registration):
    held = services.hold(registration, by=officer_of(registration), reason="Trafficking?")
    disclose(officer_of(registration), held.candidate, Disclosure.Seen.PAPER, registration=held)


def seen(client, registration):
    """All that the person reads: pages with their headers, the answer to the PIN, the sheet, the copy of the own data."""
    log_in(client, registration.candidate.user)
    number = [registration.number]
    addresses = [
        *(reverse(f"wizard:{name}", args=number) for name in ("check", "withdraw", "done")),
        *(reverse("wizard:page", args=[*number, slug]) for slug in ("nama", "nomor")),
        *map(reverse, ("pages:person_home", "own:looks", "own:wrong", "letters:own", "wizard:begin")),
        reverse("papers:paper", args=["kk"]),
    ]
    answers = [client.get(address) for address in addresses]
    answers.append(client.post(reverse("tracker:status"), {"number": registration.number, "pin": PIN}))
    read = [(answer.status_code, _text(answer), _headers(answer)) for answer in answers]
    fresh = Registration.objects.select_related("candidate__user", "office__province").get(pk=registration.pk)
    copy = json.dumps(own_data.of(fresh.candidate.user), cls=DjangoJSONEncoder, default=str)
    return read, sheet_of(fresh), copy, list(Message.objects.order_by("pk").values_list("kind", "due_on"))


def _text(answer):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


def _headers(answer):
    return {name: value for name, value in answer.headers.items() if name not in {"Expires", "x-request-id"}}


def correct(registration):
    registration.points.update(corrected_at=timezone.now())
    wizard.hand_in(registration, by=of(registration), seen=registration.told_version())


def change(registration):
    wizard.save(registration, {"name": "Maria Taek"}, by=of(registration))


def withdraw(registration):
    wizard.withdraw(registration, by=of(registration))


def lapse(_registration):
    services.lapse_registrations()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "act", "days"),
    [
        (State.IN_REVIEW, withdraw, 4),
        (State.RETURNED, correct, 4),
        (State.RETURNED, lapse, 40),
        (State.VERIFIED, change, 4),
    ],
)
def test_with_and_without_a_hold_the_person_reads_the_same_before_and_after_the_own_next_step(
    client, clock, state, act, days
):
    registration = standing_at(state)

    def later():
        clock(days)
        act(Registration.objects.get(pk=registration.pk))
        return seen(client, registration)

    clock(3)
    before = seen(client, registration)
    with transaction.atomic():
        after = later()
        transaction.set_rollback(True)
    clock(3)
    hold(registration)

    assert seen(client, registration) == before
    assert later() == after
