"""What a programme owes whoever signed up, and when. How each is worded stands in ``told``."""

from portal.messaging.kinds import Kind, Reminder, register
from registrations.notifications import contact_key
from registrations.placements.models import SignUp
from registrations.placements.notifications import PLACEMENT
from registrations.placements.programmes import told
from registrations.placements.programmes.workflow import BEFORE_RESULT, HAS_RESULT, Standing, State

COMMON = {"topic": PLACEMENT, "model": SignUp, "escalates": True, "asks_for": told.people}


def standing(*standings):
    return lambda rows: rows.filter(standing__in=standings)


def _due(rows, day_column):
    return rows.values_list("pk", contact_key(), day_column, "registration__office")


def test_due(day):
    """Whoever signed up for a test on a day up to ``day``."""
    rows = SignUp.objects.filter(standing=Standing.SIGNED_UP, batch__state__in=[State.OPEN, State.CLOSED])
    return _due(rows.filter(batch__test_on__lte=day), "batch__test_on")


def result_due(day):
    rows = SignUp.objects.filter(standing__in=sorted(HAS_RESULT), batch__published_on=day)
    return _due(rows, "batch__published_on")


def roster_end_due(day):
    rows = SignUp.objects.filter(standing=Standing.ON_ROSTER, batch__state=State.PUBLISHED)
    return _due(rows.filter(batch__roster_until__lte=day), "batch__roster_until")


def roster_ended_due(day):
    return _due(SignUp.objects.filter(standing=Standing.LAPSED, batch__ended_on=day), "batch__ended_on")


def called_off_due(day):
    return _due(SignUp.objects.filter(standing=Standing.CALLED_OFF, batch__ended_on=day), "batch__ended_on")


register(
    Kind(
        name="placements.signed_up",
        prepare=told.of_sign_ups,
        still_due=standing(*BEFORE_RESULT),
        **COMMON,
    ),
    Reminder(
        name="placements.test_soon",
        prepare=told.before_the_test,
        offsets=told.BEFORE_THE_TEST,
        due=test_due,
        still_due=standing(Standing.SIGNED_UP),
        **COMMON,
    ),
    Reminder(
        name="placements.result",
        prepare=told.of_sign_ups,
        due=result_due,
        still_due=standing(*HAS_RESULT),
        **COMMON,
    ),
    Kind(
        name="placements.moved_up",
        prepare=told.of_sign_ups,
        still_due=standing(Standing.ON_ROSTER),
        **COMMON,
    ),
    Reminder(
        name="placements.roster_ends",
        prepare=told.of_sign_ups,
        offsets=told.BEFORE_THE_ROSTER_ENDS,
        due=roster_end_due,
        still_due=standing(Standing.ON_ROSTER),
        **COMMON,
    ),
    Reminder(
        name="placements.roster_ended",
        prepare=told.of_sign_ups,
        due=roster_ended_due,
        still_due=standing(Standing.LAPSED),
        **COMMON,
    ),
    Reminder(
        name="placements.batch_called_off",
        prepare=told.of_sign_ups,
        due=called_off_due,
        still_due=standing(Standing.CALLED_OFF),
        **COMMON,
    ),
)
