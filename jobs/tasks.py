"""Nothing but doors."""

from celery import shared_task


@shared_task
def expire_vacancies():
    from jobs import services

    services.expire_vacancies()


@shared_task
def refresh_search():
    from jobs import services

    services.refresh_search()


@shared_task
def refresh_search_as_the_day_begins():
    from jobs import services

    services.refresh_search(everything=True)
