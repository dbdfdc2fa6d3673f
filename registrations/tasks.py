"""Nothing but doors."""

from celery import shared_task


@shared_task
def lapse_registrations():
    from registrations import services

    services.lapse_registrations()


@shared_task
def sweep_papers():
    from registrations.lists import services as lists
    from registrations.papers import sweeping

    lists.forget_old_files()
    sweeping.sweep()


@shared_task
def scan_papers():
    from registrations.papers import scanning

    scanning.scan_waiting()


@shared_task(soft_time_limit=3300, time_limit=3400)
def apply_retention():
    from registrations import retention

    retention.apply()


@shared_task(soft_time_limit=1700, time_limit=1800)
def renew_forecasts():
    from registrations import forecast

    forecast.renew_all()
