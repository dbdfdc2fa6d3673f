"""How long an office takes to answer, by its own last 90 days; and which working day a waiting person is at.

To the person no promise: the middle half of all answers in working days, said as a range, and too few answers say nothing.
To the head of the office the median and the ninth of ten, in days of the calendar.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.lib.dates import today_in
from portal.places.models import Holiday
from portal.places.working_days import SATURDAY
from registrations.models import RegistrationStep

DAYS = 90  # of history
LONGEST = 400  # days a wait may have begun before its answer to be counted to the day; a longer one counts as this
FEWEST = 10  # answers that say something
KEPT = 24 * 3600  # seconds; a Pace of another shape needs another number in its key

# By these a file comes to the office, and by these it leaves it with an answer (index registration_answers).
ARRIVALS = ["assign", "data_changed", "renew", "resubmit", "submit", "transfer"]
ANSWERS = ["approve", "reject", "return"]

# Of each day its number among the working days, so that a wait is one subtraction.
PACE = """
WITH free AS ({free}),
calendar AS (
    SELECT day::date AS day,
           count(*) FILTER (WHERE extract(isodow FROM day) < 6 AND day::date NOT IN (SELECT day FROM free))
               OVER (ORDER BY day) AS number
      FROM generate_series(%(first)s::date, %(today)s::date, interval '1 day') AS day
),
answers AS (
    SELECT answer.taken_at AT TIME ZONE %(zone)s AS answered_at,
           (SELECT max(arrival.taken_at) FROM {steps} AS arrival
             WHERE arrival.registration_id = answer.registration_id AND arrival.id < answer.id
               AND arrival.event = ANY(%(arrivals)s)) AT TIME ZONE %(zone)s AS came_at
      FROM {steps} AS answer
     WHERE answer.office_id = %(office)s AND answer.event IN ('approve', 'reject', 'return')
       AND answer.taken_at >= %(since)s
)
SELECT count(*),
       percentile_disc(0.25) WITHIN GROUP (ORDER BY answered.number - came.number),
       percentile_disc(0.75) WITHIN GROUP (ORDER BY answered.number - came.number),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - came_at) / 86400),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - came_at) / 86400),
       ARRAY(SELECT day FROM free)
  FROM answers
  JOIN calendar AS answered ON answered.day = answered_at::date
  JOIN calendar AS came ON came.day = greatest(came_at::date, %(first)s::date)
"""


@dataclass(frozen=True)
class Pace:
    """``least`` and ``most``: working days between which half of the ``answers`` came; None where too few came.

    ``median`` and ``p90``: days of the calendar, with fractions; None where nothing was answered.
    """

    answers: int
    least: int | None
    most: int | None
    median: float | None
    p90: float | None
    free: frozenset

    def day_of(self, came, today):
        """Which working day a file is at that came on the day ``came``; 0 until the first one after it has begun."""
        days = (came + timedelta(days=ahead) for ahead in range(1, min((today - came).days, LONGEST) + 1))
        return sum(day.weekday() < SATURDAY and day not in self.free for day in days)


def pace_of(office):
    """Pace of an Office, asked of the database once a day."""
    today = today_in(office.zone)
    key = f"registrations.pace.2.{office.pk}.{today.isoformat()}"
    found = cache.get(key)
    if found is None:
        found = _counted(office, today)
        cache.set(key, found, KEPT)
    return found


def usually(pace):
    """A sentence; that too little is known is one as well."""
    if pace.most is None:
        return _("Not enough data yet to say how long it usually takes at this office.")
    if pace.least == pace.most:
        words = ngettext(
            "Usually %(days)s working day at this office.", "Usually %(days)s working days at this office.", pace.most
        )
        return words % {"days": pace.most}
    facts = {"least": pace.least, "most": pace.most}
    return _("Usually %(least)s to %(most)s working days at this office.") % facts


def _counted(office, today):
    first = today - timedelta(days=DAYS + LONGEST)
    holidays = Holiday.objects.observed_by(office).filter(day__gte=first).order_by().values("day")
    free, values = holidays.query.sql_with_params()
    statement, values = _named(PACE.format(free=free, steps=RegistrationStep._meta.db_table), values)
    values |= {
        "first": first,
        "today": today,
        "zone": office.zone.key,
        "office": office.pk,
        "arrivals": ARRIVALS,
        "since": today - timedelta(days=DAYS),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        answers, least, most, median, p90, days = cursor.fetchone()
    enough = answers >= FEWEST
    return Pace(answers, least if enough else None, most if enough else None, median, p90, frozenset(days))


def _named(statement, values):
    """The values of a queryset's part get names as well: the driver takes all by name or all by place."""
    names = [f"given_{place}" for place in range(len(values))]
    for name in names:
        statement = statement.replace("%s", f"%({name})s", 1)
    return statement, dict(zip(names, values, strict=True))
