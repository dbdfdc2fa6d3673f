"""Nothing but doors."""

from celery import shared_task

from portal.pages import health


@shared_task
def note_heartbeat():
    health.note_heartbeat()
