"""Is the process alive, and is it fit to serve? For probes: no log-in, no session, nothing about the inside."""

from functools import cache as once

import structlog
from celery import current_app
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponseNotAllowed, JsonResponse
from django.utils import timezone

from portal.messaging import backlog
from portal.startup import unapplied_migrations

log = structlog.get_logger(__name__)

HEARTBEAT = "beat.heartbeat"
# Beat asks each minute; a worker that finishes something long first may be late by a little.
HEARTBEAT_SECONDS = 180
BROKER_SECONDS = 2


class NotReady(Exception):
    pass


def note_heartbeat():
    """Remember that beat, broker and a worker together did their minute."""
    cache.set(HEARTBEAT, timezone.now().timestamp(), timeout=None)


def database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@once
def migrations():
    # Once applied they stay: asked until the answer is yes (an exception isn't kept), since it costs 100 ms.
    if unapplied_migrations():
        raise NotReady


def cache_answers():
    cache.set("health", 1, timeout=5)
    if cache.get("health") != 1:
        raise NotReady


def broker():
    with current_app.connection_for_write(connect_timeout=BROKER_SECONDS) as link:
        link.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)


def beat():
    noted = cache.get(HEARTBEAT)
    if noted is None or timezone.now().timestamp() - noted > HEARTBEAT_SECONDS:
        raise NotReady


def messages():
    if backlog.is_late():
        raise NotReady


PARTS = {
    "database": database,
    "migrations": migrations,
    "cache": cache_answers,
    "broker": broker,
    "beat": beat,
    "messages": messages,
}


def failing_parts():
    """Names of the parts that don't answer; what exactly is wrong stays in the log."""
    failing = []
    for name, works in PARTS.items():
        try:
            works()
        except Exception as error:  # whatever it is, the part doesn't work
            log.warning("not_ready", part=name, exc_info=error)
            failing.append(name)
    return failing


def live():
    return {"live": True}, 200


def ready():
    failing = failing_parts()
    return {"ready": not failing, "failing": failing}, 503 if failing else 200


PROBES = {"/sehat/live": live, "/sehat/ready": ready}


class HealthMiddleware:
    """Answers before everything else: a probe has no host name, no TLS, no cookie, and fills no log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        probe = PROBES.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        content, status = probe()
        return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})
