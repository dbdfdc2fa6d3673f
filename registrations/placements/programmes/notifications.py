"""What a programme owes whoever signed up, and when. How each is worded stands in ``told``."""

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import TruncDate

from portal.lib.dates import WIB
from portal.messaging.kinds import Kind, Reminder, register
from registrations.notifications import contact_key
from registrations.placements.models import BatchChange, SignUp
from registrations.placements.programmes import told
from registrations.placements.programmes.workflow import BEFORE_RESULT, HAS_RESULT, Standing, State
from registrations.placements.topic import PLACEMENT

COMMON = {"topic": PLACEMENT, "model": SignUp, "escalates": True, "asks_for": told.people}


def standing(*standings):
    return lambda rows: rows.filter(standing__in=standings)


def _due(rows, day_column):
    return rows.values_list("pk", contact_key(), day_column, "registration__office")


def test_due(day):
    """Whoever signed up for a test on a day up to ``day``."""
    rows = SignUp.objects.filter(standing=Standing.SIGNED_UP, batch__state__in=[State.OPEN, State.CLOSED])
    return _due(rows.filter(batch__test_on__lte=day), "batch__test_on")


def change_due(day):
    """Whoever had signed up before the days of their batch were changed on ``day``."""
    rows = SignUp.objects.filter(standing__in=sorted(BEFORE_RESULT), signed_up_at__lt=F("batch__changes__changed_at"))
    rows = rows.annotate(changed_on=TruncDate("batch__changes__changed_at", tzinfo=WIB)).filter(changed_on=day)
    return rows.values_list("batch__changes", contact_key(), "changed_on", "registration__office")


def newest(changes):
    """Of several changes the last one tells all."""
    later = BatchChange.objects.filter(batch=OuterRef("batch"), pk__gt=OuterRef("pk"))
    return changes.filter(batch__state__in=[State.OPEN, State.CLOSED]).exclude(Exists(later))


def result_due(day):
    rows = SignUp.objects.filter(standing__in=sorted(HAS_RESULT), batch__published_on=day)
    return _due(rows, "batch__published_on")


def roster_end_due(day):
    rows = SignUp.objects.filter(standing=Standing.ON_ROSTER, batch__state=State.PUBLISHED)
    return _due(rows.filter(batch__roster_until__lte=day), "batch__roster_until")


def roster_ended_due(day):
    """Whoever was chosen once, by an employer that withdrew, reads it of the case that ends with it."""
    rows = SignUp.objects.filter(standing=Standing.LAPSED, placement=None, batch__ended_on=day)
    return _due(rows, "batch__ended_on")


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
    Reminder(
        name="placements.batch_changed",
        topic=PLACEMENT,
        model=BatchChange,
        prepare=told.changed,
        due=change_due,
        still_due=newest,
        escalates=True,
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
