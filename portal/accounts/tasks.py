"""Nothing but doors."""

from celery import shared_task

from portal.accounts import sessions


@shared_task
def forget_old_sessions():
    sessions.forget_old()
