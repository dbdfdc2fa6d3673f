"""What the calendar owes the person on the way: each once, by days that are those of the office, in statements over sets."""

from django.db.models import DateField, ExpressionWrapper, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, TruncDate

from portal.lib.dates import WIB, today_in
from portal.messaging.kinds import Reminder, register
from registrations.notifications import contact_key
from registrations.placements import told
from registrations.placements.models import Placement, PlacementStep, StepPace
from registrations.placements.path import told as own
from registrations.placements.topic import PLACEMENT
from registrations.placements.workflow import LEAVING, ON_WAY, State

# The milestone that comes next by the way it began with, where it is the person's turn; NULL where it isn't.
_OWN_STEP = """(
    SELECT CASE WHEN step->>'actor' = 'person' THEN step->>'milestone' END
      FROM jobs_procedurerule AS rule, jsonb_array_elements(rule.way) WITH ORDINALITY AS way(step, place)
     WHERE rule.id = placements_placement.procedure_id
       AND step->>'milestone' <> ALL(placements_placement.reached)
       AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(step->'after') AS earlier
                        WHERE earlier <> ALL(placements_placement.reached))
     ORDER BY place LIMIT 1
)"""


def retests_due(day):
    """The last exam of whoever waits to be examined again, by the day from which that is possible."""
    last = PlacementStep.objects.filter(placement=OuterRef("placement"), medical__isnull=False).order_by("-pk")
    exams = PlacementStep.objects.filter(placement__state=State.UNFIT_TEMP, medical__retest_on__lte=day)
    exams = exams.filter(pk=Subquery(last.values("pk")[:1]))
    return exams.values_list("pk", contact_key("placement__"), "medical__retest_on", "placement__office")


def departures_due(day):
    leaving = Placement.objects.filter(state__in=sorted(LEAVING), planned_departure_on__lte=day)
    return leaving.values_list("pk", contact_key(), "planned_departure_on", "office")


def own_steps_due(day):
    """Cases whose next step is the person's and takes longer than for three of four others, else than its procedure says."""
    paces = StepPace.objects.filter(scheme=OuterRef("scheme"), destination=None, milestone=OuterRef("own_step"))
    cases = Placement.objects.filter(state__in=sorted(ON_WAY)).annotate(own_step=RawSQL(_OWN_STEP, []))  # noqa: S611 - no value in it
    cases = cases.exclude(own_step=None).annotate(most=Subquery(paces.values("most")[:1], output_field=IntegerField()))
    by_history = ExpressionWrapper(
        TruncDate("state_since", tzinfo=WIB) + F("most") + Value(1), output_field=DateField()
    )
    by_procedure = ExpressionWrapper(F("usual_until") + Value(1), output_field=DateField())
    late = cases.annotate(waits_since=Coalesce(by_history, by_procedure)).filter(waits_since__lte=day)
    return late.values_list("pk", contact_key(), "waits_since", "office")


RETEST = Reminder(
    name="placements.again",
    topic=PLACEMENT,
    model=PlacementStep,
    offsets=own.BEFORE_AGAIN,
    due=retests_due,
    still_due=lambda exams: exams.filter(placement__state=State.UNFIT_TEMP, medical__retest_on__gte=today_in(WIB)),
    prepare=own.again,
    asks_for=told.people_of_steps,
)
DEPARTURE = Reminder(
    name="placements.departure",
    topic=PLACEMENT,
    model=Placement,
    offsets=own.BEFORE_DEPARTURE,
    due=departures_due,
    still_due=lambda cases: cases.filter(state__in=sorted(LEAVING), planned_departure_on__gte=today_in(WIB)),
    prepare=own.departure,
    escalates=True,
    asks_for=own.people,
)
OWN_STEP = Reminder(
    name="placements.own_step",
    topic=PLACEMENT,
    model=Placement,
    due=own_steps_due,
    still_due=lambda cases: cases.filter(state__in=sorted(ON_WAY)),
    prepare=own.own_step,
    asks_for=own.people,
)
register(RETEST, DEPARTURE, OWN_STEP)
