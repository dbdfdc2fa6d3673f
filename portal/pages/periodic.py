"""When each periodic task ran and will run next: for whoever keeps the portal running.

The last runs stand in the cache: after it was wiped they are unknown until the next ones.
"""

from datetime import datetime

from celery import current_app
from celery.schedules import crontab, maybe_schedule
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.dates import WIB, short_moment
from portal.messaging import backlog

# By their names in the schedule.
TITLES = {
    "note_heartbeat": gettext_lazy("Sign of life"),
    "seal_audit_entries": gettext_lazy("Seal the audit"),
    "write_audit_heads": gettext_lazy("Write the day's head of the audit"),
    "make_audit_months": gettext_lazy("Make room for the audit's next months"),
    "forget_old_sessions": gettext_lazy("Forget sessions that ended"),
    "close_memberships_past_their_last_day": gettext_lazy("Close roles past their last day"),
    "expire_vacancies": gettext_lazy("Close vacancies past their last day"),
    "refresh_search": gettext_lazy("Bring the search up to date"),
    "refresh_search_as_the_day_begins": gettext_lazy("Search rows for the new day"),
    "renew_forecasts": gettext_lazy("Forecast which papers run out"),
    "lapse_registrations": gettext_lazy("End registrations nobody corrected in time"),
    "apply_retention": gettext_lazy("Let go of people whose period is over"),
    "count_paces": gettext_lazy("Count how long steps usually take"),
    "catch_up": gettext_lazy("Find cases without a usual day or a request"),
    "tend_programmes": gettext_lazy("Close batches of programmes, end rosters"),
    "tend_sign_ups": gettext_lazy("Give seats at events to those who wait"),
    "record_freezes": gettext_lazy("Note which cases stand still"),
    "lapse_clearances": gettext_lazy("Take readiness back where a paper runs out"),
    "control_cards": gettext_lazy("Compare cards with clearances"),
    "release_announcements": gettext_lazy("Release what is to be told to many"),
    "plan_reminders": gettext_lazy("Write the messages that are owed"),
    "deliver_urgent": gettext_lazy("Send urgent messages"),
    "deliver_messages": gettext_lazy("Send all other messages"),
    "note_early_receipts": gettext_lazy("Note what gateways reported early"),
    "work_on_imports": gettext_lazy("Take in uploaded lists"),
    "forget_old_uploads": gettext_lazy("Forget uploaded lists"),
    "forget_unnamed_scans": gettext_lazy("Forget letters of refused acts"),
    "sweep_papers": gettext_lazy("Sweep up files of papers that nobody needs"),
    "scan_papers": gettext_lazy("Look at papers for malware"),
    "forget_unused_saved": gettext_lazy("Forget what strangers saved and no longer want"),
    "forget_old_messages": gettext_lazy("Forget messages of long ago"),
    "forget_bare_contacts": gettext_lazy("Forget addresses nobody writes to"),
}


def note_run(task, went_well):
    """Remember that ``task``, by its full name, ended just now."""
    cache.set(_key(task), (timezone.now().timestamp(), went_well), timeout=None)


def runs():
    """A row per periodic task, ready to print: ``title``, ``last``, ``next`` and ``is_bad``."""
    schedule = current_app.conf.beat_schedule
    last = cache.get_many([_key(entry["task"]) for entry in schedule.values()])
    return [_row(name, entry, last.get(_key(entry["task"]))) for name, entry in schedule.items()]


def failures(rows):
    """Which of ``runs`` went wrong the last time, as a sentence; "" for none."""
    titles = ", ".join(str(row["title"]) for row in rows if row["is_bad"])
    return _("The last run failed: %(tasks)s.") % {"tasks": titles} if titles else ""


def _row(name, entry, last):
    now = timezone.now()
    at, went_well = last or (None, True)
    moment = at and datetime.fromtimestamp(at, tz=WIB)
    said = short_moment(moment, WIB) if moment else _("not since the cache was emptied")
    return {
        "title": TITLES.get(name, name),
        "last": said if went_well else _("%(when)s, failed") % {"when": said},
        "next": short_moment(next_run(entry["schedule"], moment or now, now=now), WIB),
        "is_bad": not went_well,
    }


def next_run(every, since, *, now):
    """When a task of the schedule ``every`` that ran at ``since`` is due again; ``now`` if it is already."""
    rhythm = maybe_schedule(every, app=current_app)
    is_by_clock = isinstance(rhythm, crontab)
    start, wait, _now = rhythm.remaining_delta(since) if is_by_clock else (since, rhythm.run_every, now)
    return max(start + wait, now)


def _key(task):
    return f"ran.{task}"


def messages():
    """How far the sending is behind, as a sentence."""
    since = backlog.oldest_due()
    if since is None:
        return _("No message waits to be sent.")
    minutes = int((timezone.now() - since).total_seconds() // 60)
    return _("The longest waiting message is due since %(minutes)s minutes.") % {"minutes": minutes}
