"""What a placement owes its person by its steps and standstills; rooms with kinds of their own have a ``notifications`` too. How
each is worded stands in ``told`` beside it.

A standstill for the registration's sake is never told: it may be a hold.
"""

from datetime import timedelta

from django.db.models.functions import TruncDate

from portal.lib.dates import WIB
from portal.messaging.kinds import Kind, Reminder, register
from registrations.notifications import contact_key
from registrations.placements import told
from registrations.placements.choices import FreezeReason
from registrations.placements.models import ConcernStep, Freeze, PlacementStep
from registrations.placements.topic import PLACEMENT
from registrations.placements.workflow import BEFORE_DEPARTURE, ON_WAY, State
from registrations.told import begin_of


def of_step(what, *states):
    """A kind about a step, due while the placement stands in one of ``states``."""
    return Kind(
        name=f"placements.{what}",
        topic=PLACEMENT,
        model=PlacementStep,
        prepare=told.of_steps,
        still_due=lambda steps: steps.filter(placement__state__in=states),
        escalates=True,
        asks_for=told.people_of_steps,
    )


def to_tell(freezes):
    return freezes.exclude(reason=FreezeReason.REGISTRATION).filter(placement__state__in=sorted(BEFORE_DEPARTURE))


def standing(freezes):
    return to_tell(freezes).filter(ended_at=None)


def going_on(freezes):
    """Those that ended, and after which no other one began."""
    still = standing(Freeze.objects.all()).values("placement")
    return to_tell(freezes).exclude(ended_at=None).exclude(placement__in=still)


def begun_due(day):
    """Standstills that began on ``day``; the task that records them owes the word at once."""
    return _due(standing(Freeze.objects.all()), "began_at", day)


def ended_due(day):
    """Those that ended on ``day``."""
    return _due(going_on(Freeze.objects.all()), "ended_at", day)


def _due(freezes, moment, day):
    until = begin_of(day + timedelta(days=1))
    found = freezes.filter(**{f"{moment}__gte": begin_of(day), f"{moment}__lt": until})
    return found.values_list("pk", contact_key("placement__"), TruncDate(moment, tzinfo=WIB), "placement__office")


def of_freezes(what, due, still_due):
    return Reminder(
        name=f"placements.{what}",
        topic=PLACEMENT,
        model=Freeze,
        due=due,
        still_due=still_due,
        prepare=told.standstills,
        escalates=True,
        asks_for=told.people_of_freezes,
    )


APPLIED = of_step("applied", State.APPLIED)
SELECTED = of_step("selected", State.SELECTED)
NOT_SELECTED = of_step("not_selected", State.NOT_SELECTED)
CONTRACT_TO_READ = of_step("contract_to_read", *ON_WAY, State.FAILED_DEPARTURE)
CLEARANCE_LAPSED = of_step("clearance_lapsed", *ON_WAY, State.FAILED_DEPARTURE)
READY = of_step("ready", State.READY)
STANDS_STILL = of_freezes("stands_still", begun_due, standing)
GOES_ON = of_freezes("goes_on", ended_due, going_on)
ANSWERED = Kind(
    name="placements.answered",
    topic=PLACEMENT,
    model=ConcernStep,
    prepare=told.answers,
    still_due=lambda steps: steps,
    escalates=False,
)
register(ANSWERED, APPLIED, SELECTED, NOT_SELECTED, CONTRACT_TO_READ, CLEARANCE_LAPSED, READY, STANDS_STILL, GOES_ON)
