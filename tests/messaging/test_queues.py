"""Each task has a queue, each queue a line of the Procfile, and what runs twice does its work once."""

import re
import socket
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from portal.celery import SCHEDULE, app
from portal.messaging import tasks as messaging
from portal.messaging.models import Message
from portal.pages.periodic import TITLES
from tests.factories.messaging import MessageFactory, anniversary

PROCFILE = Path(settings.BASE_DIR / "Procfile").read_text()


def test_every_queue_has_workers():
    queues = {app.conf.task_default_queue} | {route["queue"] for route in app.conf.task_routes.values()}

    assert queues == set(re.findall(r"--queues (\S+)", PROCFILE))


def test_what_is_routed_exists():
    app.loader.import_default_modules()

    assert set(app.conf.task_routes) <= set(app.tasks)


def test_a_bulk_worker_takes_one_task_in_hand_and_gives_it_back_when_killed():
    [bulk] = re.findall(r"^bulk: .*", PROCFILE, re.MULTILINE)

    assert "--prefetch-multiplier 1" in bulk
    assert app.conf.task_acks_late


def test_no_sending_outlives_its_claim_by_much():
    for task in (messaging.deliver_urgent, messaging.deliver_messages):
        assert settings.MESSAGE_LEASE_SECONDS < task.soft_time_limit < task.time_limit


def test_a_wake_up_reaches_the_workers(monkeypatch):
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge("urgent")

        messaging.ask_for(messaging.deliver_urgent)

        assert broker.default_channel.queue_purge("urgent") == 1


def test_a_broker_that_does_not_answer_holds_nobody_up(monkeypatch):
    said = []
    # Heard at its source: what other tests did to the process's logging is none of this one's.
    monkeypatch.setattr(messaging, "log", SimpleNamespace(warning=lambda event, **facts: said.append(event)))
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    monkeypatch.setattr(messaging, "LONGEST_WAIT", messaging.LONGEST_WAIT | {"socket_timeout": 0.2})
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setitem(app.conf, "broker_url", f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        began = time.monotonic()

        messaging.ask_for(messaging.deliver_urgent)

        assert time.monotonic() - began < 2
    assert said == ["task_not_asked_for"]


def test_every_periodic_task_has_a_name_for_people():
    assert set(TITLES) == set(SCHEDULE)


@pytest.mark.django_db
def test_two_beats_at_once_do_no_harm(post, known):
    known(anniversary())
    MessageFactory.create_batch(2)

    for _beat in range(2):
        messaging.plan_reminders.delay()
        messaging.deliver_urgent.delay()
        messaging.deliver_messages.delay()

    # Two that were owed, two whose day it is: both their contacts and themselves are one fact here.
    assert len(post.letters) == Message.objects.count() == 2
