"""Nothing but doors."""

from celery import shared_task

from portal.accounts import new_device, sessions
from portal.accounts.staff_room.services import close_what_is_over


@shared_task
def forget_old_sessions():
    sessions.forget_old()


@shared_task
def tell_of_new_device(user_id, browser, system, at):
    new_device.tell(user_id, browser, system, at)


@shared_task
def close_memberships_past_their_last_day():
    close_what_is_over()
