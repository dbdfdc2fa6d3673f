"""Whether one may still sign up."""

from django.utils import timezone
from django.utils.translation import gettext as _

from outreach.workflow import State
from portal.lib.dates import today_in


def has_begun(session):
    """By its hour, or where none is known by its day at the place."""
    if session.begins_at:
        return session.begins_at <= timezone.now()
    return session.held_on is not None and session.held_on < today_in(session.zone)


def against(session):
    """A sentence, "" when people may sign up for ``session``; its event is read with it."""
    return against_event(session.event) or ("" if _is_ahead(session) else _("This session has begun, or is over."))


def against_event(event):
    if event.state == State.CANCELLED:
        return _("This event was called off.")
    if event.state != State.PLANNED:
        return _("Signing up for this event is over.")
    return "" if event.takes_sign_ups else _("For this event nobody signs up: just come.")


def open_sessions(event):
    """Pairs of its place in the event and a Session that people may sign up for, the first one first."""
    if against_event(event):
        return []
    sessions = event.sessions.select_related("venue__regency", "venue__district")
    return [(place, session) for place, session in enumerate(sessions, start=1) if _is_ahead(session)]


def _is_ahead(session):
    return session.held_on is not None and not has_begun(session)
