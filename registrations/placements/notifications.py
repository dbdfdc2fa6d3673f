"""What a placement owes its person, and when; of programmes of the government, see programmes/notifications.py. How each is worded stands in registrations/placements/told.py.

A standstill for the registration's sake is never told: it may be a hold.
"""

from datetime import timedelta

from django.db.models.functions import TruncDate

from portal.lib.dates import WIB
from portal.messaging.kinds import Kind, Reminder, register
from registrations.notifications import contact_key
from registrations.placements import told
from registrations.placements.abroad import notifications as _abroad  # noqa: F401
from registrations.placements.boards.reminders import LATE_CASES, NOT_CLEARED
from registrations.placements.choices import FreezeReason
from registrations.placements.control import notifications as _of_control  # noqa: F401
from registrations.placements.home import notifications as _home  # noqa: F401
from registrations.placements.judging import notifications as _of_papers  # noqa: F401
from registrations.placements.models import ConcernStep, Freeze, PlacementStep
from registrations.placements.path import notifications as _of_path  # noqa: F401 - registers its own kinds
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


APPLIED = of_step("applied", State.APPLIED)
SELECTED = of_step("selected", State.SELECTED)
NOT_SELECTED = of_step("not_selected", State.NOT_SELECTED)
CONTRACT_TO_READ = of_step("contract_to_read", *ON_WAY, State.FAILED_DEPARTURE)
CLEARANCE_LAPSED = of_step("clearance_lapsed", *ON_WAY, State.FAILED_DEPARTURE)
STANDS_STILL = Reminder(
    name="placements.stands_still",
    topic=PLACEMENT,
    model=Freeze,
    due=begun_due,
    still_due=standing,
    prepare=told.standstills,
    escalates=True,
    asks_for=told.people_of_freezes,
)
GOES_ON = Reminder(
    name="placements.goes_on",
    topic=PLACEMENT,
    model=Freeze,
    due=ended_due,
    still_due=going_on,
    prepare=told.standstills,
    escalates=True,
    asks_for=told.people_of_freezes,
)
ANSWERED = Kind(
    name="placements.answered",
    topic=PLACEMENT,
    model=ConcernStep,
    prepare=told.answers,
    still_due=lambda steps: steps,
    escalates=False,
)
register(
    ANSWERED, APPLIED, SELECTED, NOT_SELECTED, CONTRACT_TO_READ, CLEARANCE_LAPSED, STANDS_STILL, GOES_ON, LATE_CASES,
    NOT_CLEARED,
)  # fmt: skip


# Theirs belong to the same topic.
from registrations.placements.opp import notifications as _of_the_orientation  # noqa: E402, F401
