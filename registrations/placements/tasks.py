"""Nothing but doors."""

from celery import shared_task


@shared_task
def record_freezes():
    from registrations.placements import following, freezing

    following.follow_people()
    freezing.record_freezes()


@shared_task
def lapse_clearances():
    from registrations.placements.control import lapsing

    lapsing.lapse_clearances()


@shared_task
def control_cards():
    from registrations.placements.control import services

    services.run_control()


@shared_task
def count_paces():
    from registrations.placements import pacing

    pacing.count_paces()


@shared_task
def catch_up():
    from registrations.placements import catching_up

    catching_up.catch_up()


@shared_task
def tend_programmes():
    from registrations.placements.programmes import scores, services

    services.tend()
    scores.forget_old_content()
