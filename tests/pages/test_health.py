from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.celery import app
from portal.pages import health, tasks
from tests.factories.messaging import MessageFactory


@pytest.fixture(autouse=True)
def heartbeat(db):
    health.migrations.cache_clear()
    health.note_heartbeat()
    yield
    cache.delete(health.HEARTBEAT)
    health.migrations.cache_clear()


def probe(path="/sehat/ready", **headers):
    return Client(headers=headers).get(path)


def test_a_process_that_answers_is_alive(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = probe("/sehat/live")

    assert (response.status_code, response.json()) == (200, {"live": True})


def test_a_fit_portal_is_ready():
    response = probe()

    assert (response.status_code, response.json()) == (200, {"ready": True, "failing": []})


@pytest.mark.parametrize("path", ["/sehat/live", "/sehat/ready"])
def test_probes_need_no_host_name_no_tls_and_leave_no_trace(settings, path):
    settings.SECURE_SSL_REDIRECT = True

    response = probe(path, host="10.0.0.7:8000", cookie="sessionid=abc")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    assert set(response.headers) <= {"Content-Type", "Cache-Control", "Content-Length"}


@pytest.mark.parametrize("path", ["/sehat/live", "/sehat/ready"])
def test_a_probe_only_reads(client, path):
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", ["/en/sehat/live", "/sehat/", "/sehat/live/", "/sehat/redis"])
def test_health_has_two_addresses_only(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("age, status", [(179, 200), (181, 503)])
def test_a_beat_that_stands_still_makes_the_portal_unready(age, status):
    noted = cache.get(health.HEARTBEAT)
    cache.set(health.HEARTBEAT, noted - age)

    response = probe()

    assert (response.status_code, response.json()["failing"]) == (status, ["beat"] if status == 503 else [])


def test_a_wiped_cache_lacks_the_beat_until_its_next_minute():
    cache.delete(health.HEARTBEAT)
    assert probe().json()["failing"] == ["beat"]

    tasks.note_heartbeat.delay()

    assert probe().status_code == 200


def test_a_broker_that_is_away_is_named(monkeypatch):
    # As an item: taken back as an attribute it would stay, and hide what others set.
    monkeypatch.setitem(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")

    response = probe()

    assert (response.status_code, response.json()["failing"]) == (503, ["broker"])


def test_a_cache_that_is_away_is_named_with_what_hangs_on_it(settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}

    assert probe().json()["failing"] == ["cache", "beat"]


def test_a_migration_not_applied_is_named():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit' AND name LIKE '0003%%'")

    assert probe().json()["failing"] == ["migrations"]


def test_a_database_that_is_away_is_named_and_nothing_told_about_it(monkeypatch):
    def refuse(*_, **__):
        raise ConnectionError("password authentication failed for user portal at 10.1.2.3")

    health.migrations()
    monkeypatch.setattr(connection, "cursor", refuse)

    response = probe()
    monkeypatch.undo()

    assert response.status_code == 503
    assert response.content == b'{"ready": false, "failing": ["database", "messages"]}'


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "/en/metrics"])
def test_the_metrics_are_not_on_the_public_address(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("facts", "failing"),
    [
        ({"minutes": 14}, []),
        ({"minutes": 16}, ["messages"]),
        ({"minutes": 16, "is_urgent": True}, ["messages"]),
        ({"minutes": 16, "state": "held"}, []),
        ({"minutes": 16, "state": "claimed", "claimed_by": uuid4()}, ["messages"]),
    ],
)
def test_a_message_that_is_due_since_long_makes_the_portal_unready(facts, failing):
    then = timezone.now() - timedelta(minutes=facts.pop("minutes"))
    MessageFactory(**facts, next_try_at=then, claimed_until=then if "claimed_by" in facts else None)

    assert probe().json()["failing"] == failing
