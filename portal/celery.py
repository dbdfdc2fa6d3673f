"""Celery and its one schedule: every periodic task stands in ``SCHEDULE``, a test checks that."""

import os

from celery import Celery, signals
from celery.schedules import crontab
from celery.states import SUCCESS
from django_structlog.celery.steps import DjangoStructLogInitStep

from portal.startup import refuse_unfit_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# Each of these may run on two machines at once. One that could not start before the next is due is dropped
# (``expires``, seconds): the next one does its work too. Hours are UTC: 17:00 is midnight in WIB.
SCHEDULE = {
    "note_heartbeat": {
        "task": "portal.pages.tasks.note_heartbeat",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "seal_audit_entries": {
        "task": "portal.audit.tasks.seal_audit_entries",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    # Hourly, so that a machine that was down at midnight makes up for it; the first after midnight does the work.
    "write_audit_heads": {
        "task": "portal.audit.tasks.write_audit_heads",
        "schedule": crontab(minute=1),
        "options": {"expires": 3500},
    },
    "forget_old_sessions": {
        "task": "portal.accounts.tasks.forget_old_sessions",
        "schedule": crontab(minute=45, hour=18),
        "options": {"expires": 3500},
    },
    # Lists hide them by their dates at once; this moves the state after them.
    "expire_vacancies": {
        "task": "jobs.tasks.expire_vacancies",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 550},
    },
    # Guards ask the facts at once; this writes them down and owes the word.
    "record_freezes": {
        "task": "registrations.placements.tasks.record_freezes",
        "schedule": crontab(minute="4-59/10"),
        "options": {"expires": 550},
    },
    # Sign-up goes by the days themselves; this closes batches after their last day and ends rosters after theirs.
    "tend_programmes": {
        "task": "registrations.placements.tasks.tend_programmes",
        "schedule": crontab(minute=6),
        "options": {"expires": 3500},
    },
    # A seat given back is given on at once; this makes up for seats that were added, and tells what became of an event.
    "tend_sign_ups": {
        "task": "outreach.tasks.tend_sign_ups",
        "schedule": crontab(minute="2-59/5"),
        "options": {"expires": 280},
    },
    # The step of the departure asks by itself; this takes the readiness back and owes the word.
    "lapse_clearances": {
        "task": "registrations.placements.tasks.lapse_clearances",
        "schedule": crontab(minute="8-59/10"),
        "options": {"expires": 550},
    },
    # After midnight in Jakarta, before anybody leaves for an airport.
    "control_cards": {
        "task": "registrations.placements.tasks.control_cards",
        "schedule": crontab(minute=35, hour=17),
        "options": {"expires": 3500},
    },
    # Hourly: midnight comes to the three zones one after the other.
    "close_memberships_past_their_last_day": {
        "task": "portal.accounts.tasks.close_memberships_past_their_last_day",
        "schedule": crontab(minute=5),
        "options": {"expires": 3500},
    },
    "refresh_search": {
        "task": "jobs.tasks.refresh_search",
        "schedule": crontab(minute="3-59/10"),
        "options": {"expires": 550},
    },
    # 00.01 in Jakarta, whose day the rules of a country follow.
    "refresh_search_as_the_day_begins": {
        "task": "jobs.tasks.refresh_search_as_the_day_begins",
        "schedule": crontab(minute=1, hour=17),
        "options": {"expires": 3500},
    },
    "release_announcements": {
        "task": "portal.mailroom.tasks.release_announcements",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    # Owed once a day at most; asked often for what was recorded meanwhile.
    "plan_reminders": {
        "task": "portal.messaging.tasks.plan_reminders",
        "schedule": crontab(minute="7-59/15"),
        "options": {"expires": 850},
    },
    # Whoever owes something urgent asks at once; this makes up for a broker that was away.
    "deliver_urgent": {
        "task": "portal.messaging.tasks.deliver_urgent",
        "schedule": 20,
        "options": {"expires": 18},
    },
    # One run lasts a minute at most and asks for help while there is much to send.
    "deliver_messages": {
        "task": "portal.messaging.tasks.deliver_messages",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "note_early_receipts": {
        "task": "portal.messaging.tasks.note_early_receipts",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    # An upload asks for its work itself; this takes up what a killed worker left.
    "work_on_imports": {
        "task": "jobs.tasks.work_on_imports",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "forget_old_uploads": {
        "task": "jobs.tasks.forget_old_uploads",
        "schedule": crontab(minute=20),
        "options": {"expires": 3500},
    },
    "forget_unnamed_scans": {
        "task": "jobs.tasks.forget_unnamed_scans",
        "schedule": crontab(hour=20, minute=40),
        "options": {"expires": 3500},
    },
    # What a killed process left in the storage is gone after a quarter of an hour.
    "sweep_papers": {
        "task": "registrations.tasks.sweep_papers",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 280},
    },
    # A hand-in asks for it itself; this makes up for a scanner that was away.
    "scan_papers": {
        "task": "registrations.tasks.scan_papers",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "forget_unused_saved": {
        "task": "jobs.tasks.forget_unused_saved",
        "schedule": crontab(hour=18, minute=10),
        "options": {"expires": 3500},
    },
    "forget_old_messages": {
        "task": "portal.messaging.tasks.forget_old_messages",
        "schedule": crontab(hour=18, minute=25),
        "options": {"expires": 3500},
    },
    # After what may be the last that an address is kept for.
    "forget_bare_contacts": {
        "task": "portal.messaging.tasks.forget_bare_contacts",
        "schedule": crontab(hour=18, minute=20),
        "options": {"expires": 3500},
    },
    # Hourly: midnight comes to the three zones one after the other.
    "lapse_registrations": {
        "task": "registrations.tasks.lapse_registrations",
        "schedule": crontab(minute=10),
        "options": {"expires": 3500},
    },
    # As the day begins in Jakarta, before reminders are written by it.
    "renew_forecasts": {
        "task": "registrations.tasks.renew_forecasts",
        "schedule": crontab(minute=2, hour=17),
        "options": {"expires": 3500},
    },
    "count_paces": {
        "task": "registrations.placements.tasks.count_paces",
        "schedule": crontab(minute=15, hour=17),
        "options": {"expires": 3500},
    },
    # Each step keeps both by itself; this finds cases that took theirs before that.
    "catch_up": {
        "task": "registrations.placements.tasks.catch_up",
        "schedule": crontab(minute=20, hour=17),
        "options": {"expires": 3500},
    },
    # A batch of people is a transaction: one that was cut short goes on the next day.
    "apply_retention": {
        "task": "registrations.tasks.apply_retention",
        "schedule": crontab(minute=50, hour=18),
        "options": {"expires": 3500},
    },
    "make_audit_months": {
        "task": "portal.audit.tasks.make_audit_months",
        "schedule": crontab(minute=30, hour=18),
        "options": {"expires": 3500},
    },
}

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@signals.setup_logging.connect
def leave_logging_to_django(**_):
    """Celery sets up its own unless somebody listens here."""


@signals.worker_init.connect
def refuse_to_work_on_an_unfit_database(**_):
    refuse_unfit_database()


@signals.task_postrun.connect
def note_run(sender, state, **_):
    from portal.pages import periodic  # once models may be imported

    periodic.note_run(sender.name, state == SUCCESS)


@signals.beat_init.connect
def beat_at_once(**_):
    """A fresh start is ready before the first full minute."""
    app.send_task("portal.pages.tasks.note_heartbeat", expires=55)
