"""Acts on the plan of an event. Each asks for the version that was looked at, and moves it on.

What a public event was before stands in an EventChange: ``EventChange.is_to_be_told`` says whether people have to hear.
"""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from jobs.services import once
from outreach.choices import LetterKind, PartyRole
from outreach.models import Event, EventChange, Letter, Party, Series, Session
from outreach.plan import permissions as may
from outreach.plan.venues import venue_for
from outreach.signing_up.services import promote
from outreach.workflow import PUBLIC
from portal.audit.services import record
from portal.workflow import StepRefused


@contextmanager
def editing(by, event, seen, may_write=may.edit):
    """The event, locked for one transaction in which its version moves on.

    ``seen``: the version that was looked at, None where nobody looked. Raises StepRefused with a sentence when somebody
    else was here meanwhile, or the event stands still by now.
    """
    with transaction.atomic():
        held = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
        if seen is not None and seen != held.version:
            raise StepRefused(_("Somebody changed this event meanwhile. What you typed still stands here."))
        if not may_write(by, held):
            raise StepRefused(_("This event can't be changed any more, or not by your office."))
        yield held
        held.version += 1
        held.save(update_fields=["version", "updated_at"])


def new_event(by, facts, *, letter="", session=None, key=None):
    """A draft of the officer's office. ``session``: facts as for ``keep_session``; the same ``key`` twice is one draft."""

    def make():
        with transaction.atomic():
            event = Event.objects.create(**facts, submission_key=key)
            Party.objects.create(event=event, role=PartyRole.ORGANISER, office_id=by.office_id)
            if letter:
                Letter.objects.create(event=event, kind=LetterKind.ASSIGNMENT, number=letter)
            if session:
                _write_session(Session(event=event), session)
                event.follow_sessions()
            record(by, "events.drafted", event)
        return event

    return once(Event, key, make)


def series_for(by, event):
    """Series of the offices that hold ``event``, and of the officer's own."""
    offices = {party.office_id for party in event.parties.all()} | {by.office_id}
    return Series.objects.filter(office__in=offices - {None}).order_by("name", "pk")


def keep_facts(by, event, facts, *, new_series="", seen):
    """Write ``facts`` (by field of Event); returns the event as it stands now. ``new_series``: made by its name."""
    with editing(by, event, seen) as held:
        if name := " ".join(new_series.split()):
            facts = facts | {"series": Series.objects.get_or_create(office_id=by.office_id, name=name)[0]}
        changed = [name for name, value in facts.items() if getattr(held, name) != value]
        for name in changed:
            setattr(held, name, facts[name])
        held.save(update_fields=[*changed, "title_key"])
        _note(by, held, changed)
    return held


def keep_session(by, event, session, facts, *, seen):
    """Write a session, or a new one for None; returns the event.

    ``facts``: columns of Session, and under ``venue`` what ``venue_for`` takes, or None. Seats that are added
    go to those who wait for them. Raises StepRefused also where fewer are left than are taken.
    """
    with editing(by, event, seen) as held:
        if session is None:
            found = Session(event=held)
            _write_session(found, facts)
            _note(by, held, ["session_added"], session=found)
        else:
            found = Session.objects.select_for_update(of=("self",)).get(pk=session.pk, event=held)
            _refuse_fewer_seats(found, facts.get("capacity"))
            before = _as_it_was(found)
            changed = _write_session(found, facts)
            _note(by, held, changed, session=found, **before)
            if "capacity" in changed:
                promote(found.pk)
        _follow(held)
    return held


def take_session_out(by, event, session, *, seen):
    """Raises StepRefused where people know it by now, or the event would be left without a day."""
    with editing(by, event, seen) as held:
        found = Session.objects.select_for_update(of=("self",)).get(pk=session.pk, event=held)
        before = _as_it_was(found)
        try:
            if found.seated:
                raise StepRefused(_("People have a seat in this session. Move it to another day or place instead."))
            found.delete()
        except ProtectedError:
            raise StepRefused(
                _("More rests on this session already. Move it to another day or place instead.")
            ) from None
        _note(by, held, ["session_removed"], **before)
        _follow(held)
    return held


def keep_lines(by, event, name, lines, *, seen):
    """Make the ``name`` of an event (parties, letters, speakers, materials) these ``lines``: dicts of their columns.

    A line is known by its ``KEYS``, so that one which stays keeps its row.
    """
    with editing(by, event, seen) as held:
        if _write_lines(getattr(held, name), KEYS[name], lines):
            _note(by, held, [name])
    return held


KEYS = {
    "parties": ("office", "name"),
    "letters": ("kind", "number"),
    "speakers": ("name",),
    "materials": ("kind", "title"),
}


def _write_lines(rows, key, lines):
    kept = {tuple(getattr(row, name) for name in key): row for row in rows.all()}
    known = {tuple(line[name] for name in key) for line in lines}
    gone = [row for found, row in kept.items() if found not in known]
    is_changed = bool(gone)
    for row in gone:
        row.delete()
    # One organiser at a time: whoever is it no longer steps back first.
    for line in sorted(lines, key=lambda line: line.get("role") == PartyRole.ORGANISER):
        row = kept.get(tuple(line[name] for name in key)) or rows.model(event=rows.instance)
        changed = [name for name, value in line.items() if getattr(row, name) != value]
        if row.pk is None or changed:
            for name, value in line.items():
                setattr(row, name, value)
            row.save()
            is_changed = True
    return is_changed


def _write_session(session, facts):
    """Returns the names of the columns that changed."""
    columns = {name: value for name, value in facts.items() if name != "venue"}
    columns["venue"] = venue_for(session.venue, facts["venue"]) if facts.get("venue") else None
    before = {name: getattr(session, name) for name in [*columns, "held_on"]}
    for name, value in columns.items():
        setattr(session, name, value)
    session.save()
    return [name for name, value in before.items() if getattr(session, name) != value]


def _as_it_was(session):
    return {name: getattr(session, name) for name in (*EventChange.TOLD_OF, "time_zone")}


def _refuse_fewer_seats(session, capacity):
    if capacity is not None and capacity < session.seated:
        raise StepRefused(_("%(count)s people have a seat already.") % {"count": session.seated})


def _follow(event):
    if event.state in PUBLIC and not event.sessions.filter(held_on__isnull=False).exists():
        raise StepRefused(_("People know this event: one day has to stay."))
    event.follow_sessions()


def _note(by, event, changed, **session):
    """Into the audit by names; of an event that people may know also what it was before."""
    if not changed:
        return
    record(by, "events.edited", event, fields=sorted(changed))
    if event.state in PUBLIC:
        EventChange.objects.create(
            event=event, fields=sorted(changed), changed_by=by.user, office_id=by.office_id, **session
        )
