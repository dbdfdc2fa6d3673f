"""How many came: written down, and put right with a reason."""

from django.utils.translation import gettext as _

from outreach.models import CountChange, CountLine, HeadCount
from outreach.models.count import AGES, SEXES
from outreach.plan import permissions as may
from outreach.plan.services import editing
from portal.audit.services import record
from portal.workflow import StepRefused

COLUMNS = ("total", *SEXES, *AGES, "with_disability", "note")
LINE_COLUMNS = ("category", "institution", "total", "female", "male")


def count_of(event, session):
    """The HeadCount of a session, or for None of the event as a whole; None where nobody counted."""
    return event.counts.prefetch_related("lines").filter(session=session).first()


def keep_count(by, event, session, facts, lines, *, reason="", seen=None):
    """Write what was counted: ``facts`` by column, ``lines`` as dicts of CountLine's columns, all of them.

    ``session``: None where several venues were counted as one. A count that stands already is put right: what it was goes
    into a CountChange with ``reason``, without which StepRefused is raised. Returns the HeadCount.
    """
    with editing(by, event, seen, may.count) as held:
        count = HeadCount.objects.filter(event=held, session=session).first()
        before = snapshot(count) if count else None
        after = {name: facts.get(name) for name in COLUMNS} | {"lines": _sorted(lines)}
        if before == after:
            return count
        if before and not reason.strip():
            raise StepRefused(_("Please give a reason."))
        count = count or HeadCount(event=held, session=session)
        for name in COLUMNS:
            setattr(count, name, after[name])
        count.save()
        count.lines.all().delete()
        CountLine.objects.bulk_create([CountLine(count=count, **line) for line in lines])
        if before:
            CountChange.objects.create(count=count, before=before, reason=reason.strip(), changed_by=by.user)
        record(by, "events.count_corrected" if before else "events.counted", held)
    return count


def snapshot(count):
    """{column: value} of a HeadCount with its lines, as CountChange keeps it."""
    lines = [{name: getattr(line, name) for name in LINE_COLUMNS} for line in count.lines.all()]
    return {name: getattr(count, name) for name in COLUMNS} | {"lines": _sorted(lines)}


def _sorted(lines):
    return sorted(lines, key=lambda line: (line["institution"], line["category"]))
