"""Nothing but doors."""

from celery import shared_task


@shared_task
def tend_sign_ups():
    """Free seats to those who wait; word of changes and cancellations; thanks after an event."""
    from outreach.signing_up import tending

    tending.tend()
