"""Nothing but doors."""

from celery import shared_task


@shared_task
def plan_reminders():
    """Write the outbox rows owed. Running it twice, or on two machines at once, owes nothing twice."""
    from portal.messaging import planning

    planning.plan_reminders()
