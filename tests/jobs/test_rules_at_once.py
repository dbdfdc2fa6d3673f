"""Two people publish at the same moment, each on a connection of their own: one rule comes of it, the other is told."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils.translation import override

from jobs.choices import RuleAction
from jobs.models import PlacementRule, RuleDraft
from jobs.rules_room import services
from portal.workflow import StepRefused
from tests.factories.jobs import DestinationFactory, RuleDraftFactory, days_ago
from tests.jobs.rules_desk import keeper

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


@pytest.mark.parametrize("is_same", [True, False], ids=["one draft", "two drafts of one case"])
def test_of_two_who_publish_at_once_one_is_told(is_same):
    destination, drafter = DestinationFactory(open=True), keeper().acting
    facts = {"destination": destination.pk, "employer_kind": "", "occupation": None, "action": "banned"}
    drafts = [RuleDraftFactory(waiting=True, facts=facts, drafted_by=drafter.user) for _ in range(1 if is_same else 2)]
    drafts = drafts * 2 if is_same else drafts
    expected, barrier = [destination.rules.get().pk], Barrier(2)
    officers = [keeper().acting, keeper().acting]

    def press(by, draft):
        try:
            barrier.wait()
            with override("en"):
                services.publish(by, draft, seen=draft.version, expected=expected)
        except StepRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(press, officers, drafts))

    assert sorted(results) == [False, True]
    assert PlacementRule.objects.in_force(days_ago(0)).count() == 1
    assert PlacementRule.objects.filter(action=RuleAction.BANNED).count() == 1
    assert RuleDraft.objects.filter(state=RuleDraft.State.PUBLISHED).count() == 1


def test_whoever_publishes_second_waits_and_learns_what_the_first_did():
    destination, drafter = DestinationFactory(), keeper().acting
    facts = {"destination": destination.pk, "employer_kind": "", "occupation": None, "action": "open"}
    first, second = (RuleDraftFactory(waiting=True, facts=facts, drafted_by=drafter.user) for _draft in range(2))
    by_first, by_second = keeper().acting, keeper().acting

    def publish_second():
        try:
            with override("en"):
                services.publish(by_second, second, seen=second.version, expected=[])
        except StepRefused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            services.publish(by_first, first, seen=first.version, expected=[])
            answer = pool.submit(publish_second)
            wait_until_somebody_waits()
        assert answer.result() == "The rules have changed since you looked. Please look at the preview again."
    assert PlacementRule.objects.get().published_in == first


def wait_until_somebody_waits():
    """Until another connection waits for what this one holds, at most ten seconds."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
    other, own = connection.copy(), _one(connection, "SELECT pg_backend_pid()")
    try:
        for _again in range(200):
            if _one(other, waiting, own):
                return
            time.sleep(0.05)
    finally:
        other.close()


def _one(asked, sql, *values):
    with asked.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]
