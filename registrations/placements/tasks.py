"""Nothing but doors."""

from celery import shared_task


@shared_task
def record_freezes():
    from registrations.placements import freezing

    freezing.record_freezes()
