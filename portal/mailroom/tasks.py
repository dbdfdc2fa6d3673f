"""Nothing but doors."""

from celery import shared_task


@shared_task
def release_announcements():
    from portal.mailroom.compose import services

    services.release_due()
