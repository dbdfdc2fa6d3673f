"""Nothing but doors."""

from celery import shared_task


@shared_task
def lapse_registrations():
    from registrations import services

    services.lapse_registrations()
