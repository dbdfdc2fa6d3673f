"""Nothing but doors."""

import structlog
from celery import current_app, shared_task
from kombu.exceptions import LimitExceeded, OperationalError
from kombu.pools import producers

log = structlog.get_logger(__name__)

# Of a wake-up, in seconds; once.
LONGEST_WAIT = {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 0}


@shared_task
def plan_reminders():
    """Write the outbox rows owed. Running it twice, or on two machines at once, owes nothing twice."""
    from portal.messaging import planning

    planning.plan_reminders()


# Longer than the lease of what they have in hand, MESSAGE_LEASE_SECONDS, they never need; most take a minute.
@shared_task(soft_time_limit=330, time_limit=360)
def deliver_urgent():
    """Send what cannot wait, a hundred at a time; asked for at once by whoever owes it, and by beat."""
    from portal.messaging import delivery

    delivery.deliver(is_urgent=True, batch=100, on_full_batch=lambda: ask_for(deliver_urgent))


@shared_task(soft_time_limit=330, time_limit=360)
def deliver_messages():
    from portal.messaging import delivery

    delivery.deliver(is_urgent=False, on_full_batch=lambda: ask_for(deliver_messages))


def ask_for(task):
    """Let one more worker help, if one is free within the minute. Where the broker is away, beat asks again."""
    try:
        with producers[_broker()].acquire(block=False) as producer:
            task.apply_async(expires=55, retry=False, producer=producer)
    except (OperationalError, LimitExceeded) as error:
        log.warning("task_not_asked_for", task=task.name, error=error)


def _broker():
    """Somebody's request waits for it: so not as long as a worker would. What is to be sent stands in the database."""
    options = current_app.conf.broker_transport_options | LONGEST_WAIT
    return current_app.connection_for_write(transport_options=options)


@shared_task
def note_early_receipts():
    from portal.messaging import receipts

    receipts.note_early()


@shared_task
def forget_bare_contacts():
    """Let go of addresses without account for which nothing is kept and nothing is under way."""
    from portal.messaging import forgetting

    forgetting.forget_bare_contacts()


@shared_task
def forget_old_messages():
    from portal.messaging import forgetting

    forgetting.forget_old_messages()
