"""What somebody abroad is owed, and what an office is owed about them. No text names a problem."""

from datetime import timedelta

from django.db.models import DateField, F, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from portal.messaging.kinds import Kind, Reminder, Topic, register
from portal.messaging.models import Channel
from registrations.notifications import contact_key
from registrations.placements.abroad import told
from registrations.placements.abroad.terms import arrivals_with_end
from registrations.placements.models import CaseAbroad, CaseNote, Departure, PlacementStep
from registrations.placements.told import of_steps
from registrations.placements.workflow import State

ABROAD = Topic("abroad", _("At work abroad and home again"), is_owed=True)
OF_OFFICES = Topic("people_abroad", _("People abroad who wait for an answer"), is_owed=True, is_for_offices=True)
_AT_WORK = (State.AT_WORK, State.CASE_OPEN)


def without_arrival(departures):
    return departures.filter(step__placement__state=State.DEPARTED)


def arrival_due(day):
    """Departures of which nobody has heard since; the fact's own day is the second on which it is told."""
    last = max(told.AFTER_DEPARTURE)
    found = without_arrival(Departure.objects.filter(left_on__lte=day - timedelta(days=last)))
    second = Cast(F("left_on") + Value(timedelta(days=last)), DateField())
    return found.values_list("pk", contact_key("step__placement__"), second, "step__placement__office")


def contract_due(day):
    """Arrivals whose contract ends up to ``day``, extensions counted."""
    found = arrivals_with_end().filter(step__placement__state__in=_AT_WORK, ends_on__lte=day)
    return found.values_list("pk", contact_key("step__placement__"), "ends_on", "step__placement__office")


PROBLEM_ABROAD = Kind(
    name="placements.problem_abroad",
    topic=OF_OFFICES,
    model=CaseAbroad,
    prepare=told.problems,
    still_due=lambda problems: problems.filter(step__placement__state=State.CASE_OPEN),
    channels=(Channel.EMAIL,),
    is_urgent=True,
    at_any_hour=True,
)
# Never on a call list: a call at the wrong hour may harm.
CASE_ANSWERED = Kind(
    name="placements.case_answered",
    topic=ABROAD,
    model=CaseNote,
    prepare=told.answers,
    still_due=lambda notes: notes.filter(case__reach=CaseAbroad.Reach.MESSAGE),
)
EXTENDED = Kind(
    name="placements.extended",
    topic=ABROAD,
    model=PlacementStep,
    prepare=of_steps,
    still_due=lambda steps: steps.filter(placement__state__in=_AT_WORK),
)
ARRIVAL_MISSING = Reminder(
    name="placements.arrival_missing",
    topic=ABROAD,
    model=Departure,
    offsets=tuple(max(told.AFTER_DEPARTURE) - days for days in told.AFTER_DEPARTURE),
    due=arrival_due,
    still_due=without_arrival,
    prepare=told.arrivals_missing,
    escalates=True,
)
CONTRACT_ENDS = Reminder(
    name="placements.contract_ends",
    topic=ABROAD,
    model=arrivals_with_end().model,
    offsets=told.BEFORE_THE_END,
    due=contract_due,
    still_due=lambda arrivals: arrivals.filter(step__placement__state__in=_AT_WORK),
    prepare=told.contracts_ending,
)
register(PROBLEM_ABROAD, CASE_ANSWERED, EXTENDED, ARRIVAL_MISSING, CONTRACT_ENDS)
