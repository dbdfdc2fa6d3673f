"""Nothing but doors."""

from celery import shared_task


@shared_task
def plan_reminders():
    """Write the outbox rows owed. Running it twice, or on two machines at once, owes nothing twice."""
    from portal.messaging import planning

    planning.plan_reminders()


@shared_task
def deliver_urgent():
    """Send what can't wait behind a backlog; also asked for by whoever owes such a message."""
    from portal.messaging import delivery

    delivery.deliver(is_urgent=True)


@shared_task
def deliver_messages():
    from portal.messaging import delivery

    delivery.deliver(is_urgent=False)
