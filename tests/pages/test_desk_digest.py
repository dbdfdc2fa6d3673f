"""Each working morning an officer is told what waits; who has nothing to do is left alone."""

from datetime import date, timedelta

import pytest

from portal.accounts.roles import Role
from portal.messaging import delivery, planning
from portal.messaging.models import Message, State
from portal.pages.notifications import DESK_DIGEST
from tests.factories.accounts import MembershipFactory
from tests.factories.jobs import RuleDraftFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _by_day(monkeypatch):
    """Whenever the test runs: nothing waits for the morning."""
    monkeypatch.setattr("portal.messaging.quiet.is_quiet", lambda zone, moment: False)


@pytest.fixture
def ministry():
    return MembershipFactory(role=Role.MINISTRY_ADMIN, valid_from=MONDAY - timedelta(days=30))


def plan(day):
    planning.know_accounts()
    return planning.plan(DESK_DIGEST, day)


def test_it_lists_what_waits_and_says_nothing_of_whom_it_is_about(ministry, mailoutbox):
    RuleDraftFactory(waiting=True)

    plan(MONDAY)
    delivery.deliver(is_urgent=False)

    (mail,) = mailoutbox
    assert mail.to == [ministry.user.email]
    assert "1" in mail.body
    assert "/petugas/" in mail.body


def test_who_has_nothing_waiting_gets_no_mail(ministry, mailoutbox):
    plan(MONDAY)
    delivery.deliver(is_urgent=False)

    assert mailoutbox == []
    assert Message.objects.get().state == State.SKIPPED


@pytest.mark.parametrize(("day", "owed"), [(MONDAY, 1), (date(2026, 11, 22), 0), (date(2026, 11, 21), 0)])
def test_on_free_days_nothing_is_owed(ministry, day, owed):
    assert plan(day) == owed


def test_a_role_that_ended_meanwhile_is_told_nothing(ministry, mailoutbox):
    RuleDraftFactory(waiting=True)
    plan(MONDAY)
    type(ministry).objects.update(ended_at="2026-11-23T00:00Z")

    delivery.deliver(is_urgent=False)

    assert mailoutbox == []
