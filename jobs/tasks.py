"""Nothing but doors."""

from celery import shared_task


@shared_task
def expire_vacancies():
    from jobs import services

    services.expire_vacancies()
