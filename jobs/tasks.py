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


@shared_task(soft_time_limit=1700, time_limit=1800)
def refresh_what_a_rule_concerns(draft_id):
    from jobs.rules_room import services

    services.refresh_concerned(draft_id)


# Longer than others, for 200,000 rows; still within the broker's visibility time-out.
@shared_task(soft_time_limit=1700, time_limit=1800)
def work_on_imports():
    from jobs.import_room import services

    services.work_on_imports()


@shared_task
def forget_old_uploads():
    from jobs.import_room import services

    services.forget_old_uploads()


@shared_task
def forget_unnamed_scans():
    from jobs.scans import services

    services.forget_unnamed()


@shared_task
def forget_unused_saved():
    from jobs.saved import services

    services.forget_unused()
