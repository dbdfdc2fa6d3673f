"""What the calendar tells the offices that hold an event. Words: outreach/plan/told.py."""

from datetime import timedelta

from django.db.models import DateField, Exists, F, OuterRef
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from outreach.choices import Mode
from outreach.models import Event, Party, Session, Speaker
from outreach.plan import told
from outreach.workflow import OWES_REPORT, State
from portal.lib.dates import WIB, today_in
from portal.messaging.kinds import Kind, Reminder, Topic, register

PLANS = Topic("event_plans", _("Events of the office: what is still missing"), is_owed=True, is_for_offices=True)
REPORT_AFTER = 7  # days after the last one (proposal: no figure found in the rules)


def _planned():
    return Event.objects.filter(state=State.PLANNED, starts_on__gte=today_in(WIB))


def without_place(events):
    placeless = Session.objects.filter(event=OuterRef("pk"), venue=None)
    return events.filter(Exists(placeless), state=State.PLANNED).exclude(mode=Mode.DARING)


def with_open_speakers(events):
    unconfirmed = Speaker.objects.filter(event=OuterRef("pk"), confirmed_on=None)
    return events.filter(Exists(unconfirmed), state=State.PLANNED)


def owing_report(events):
    """Over, whether or not somebody wrote down that it was held."""
    return events.filter(state__in=OWES_REPORT | {State.PLANNED}, ends_on__lt=today_in(WIB))


def _to_offices(events, day):
    """Of each event a row for every office that holds it, with the fact's own ``day``."""
    found = events.filter(parties__office__isnull=False)
    return found.values_list("pk", "parties__office__contact", day, "parties__office")


def due_without_place(day):
    return _to_offices(without_place(_planned().filter(starts_on__lte=day)), "starts_on")


def due_speakers(day):
    return _to_offices(with_open_speakers(_planned().filter(starts_on__lte=day)), "starts_on")


def due_reports(day):
    """The fact's own day is the one on which the report is due."""
    over = Event.objects.filter(
        state__in=OWES_REPORT | {State.PLANNED}, ends_on__lte=day - timedelta(days=REPORT_AFTER)
    )
    report_on = Cast(F("ends_on") + timedelta(days=REPORT_AFTER), DateField())
    return _to_offices(over.annotate(report_on=report_on), "report_on")


JOINED = Kind(
    name="outreach.joined",
    topic=PLANS,
    model=Party,
    prepare=told.joined,
)
NO_PLACE = Reminder(
    name="outreach.without_place",
    topic=PLANS,
    model=Event,
    offsets=(7, 2),
    due=due_without_place,
    still_due=without_place,
    prepare=told.of_events,
)
SPEAKERS = Reminder(
    name="outreach.speakers_open",
    topic=PLANS,
    model=Event,
    offsets=(3,),
    due=due_speakers,
    still_due=with_open_speakers,
    prepare=told.of_speakers,
)
REPORT = Reminder(
    name="outreach.report_due",
    topic=PLANS,
    model=Event,
    due=due_reports,
    still_due=owing_report,
    prepare=told.of_events,
)
register(JOINED, NO_PLACE, SPEAKERS, REPORT)
