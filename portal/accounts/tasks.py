"""Nothing but doors."""

from celery import shared_task

from portal.accounts import sessions
from portal.accounts.staff_room.services import close_what_is_over


@shared_task
def forget_old_sessions():
    sessions.forget_old()


@shared_task
def close_memberships_past_their_last_day():
    close_what_is_over()
