"""How long each step usually takes, by the cases that have departed: quartiles of days, never of fewer than ten cases."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from jobs.choices import Milestone
from portal.lib.dates import WIB, today_in
from registrations.placements.models import Placement, PlacementStep, StepPace
from registrations.placements.models.pace import FEWEST

DAYS = 730  # of departures that count

# Of each case the last time it came to a milestone; days since the one that it came to before.
_COUNTED = """
WITH departed AS (
    SELECT placement_id FROM {steps} WHERE event = 'depart' AND taken_at >= %(since)s
),
reached AS (
    SELECT placement_id, target AS milestone, max(taken_at AT TIME ZONE %(zone)s) AS at
      FROM {steps}
     WHERE placement_id IN (SELECT placement_id FROM departed)
       AND target = ANY(%(milestones)s) AND target <> source AND event <> 'settle_case'
     GROUP BY placement_id, target
),
gaps AS (
    SELECT placement_id, milestone,
           at::date - lag(at::date) OVER (PARTITION BY placement_id ORDER BY at) AS days
      FROM reached
)
SELECT scheme, destination_id, milestone, percentile_disc(0.25) WITHIN GROUP (ORDER BY days),
       percentile_disc(0.75) WITHIN GROUP (ORDER BY days), count(*)
  FROM gaps JOIN {cases} AS placement ON placement.id = gaps.placement_id
 WHERE days IS NOT NULL
 GROUP BY GROUPING SETS ((scheme, milestone), (scheme, destination_id, milestone))
HAVING count(*) >= %(fewest)s
"""


@transaction.atomic
def count_paces(day=None):
    """Count all anew; returns how many figures there are. Twice at once does no harm."""
    day = day or today_in(WIB)
    with connection.cursor() as cursor:
        # One after the other: who comes second finds the same figures.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('count_paces'))")
        statement = _COUNTED.format(steps=PlacementStep._meta.db_table, cases=Placement._meta.db_table)
        facts = {"since": day - timedelta(days=DAYS), "zone": WIB.key, "fewest": FEWEST}
        cursor.execute(statement, facts | {"milestones": Milestone.values})
        rows = cursor.fetchall()
    StepPace.objects.all().delete()
    names = ("scheme", "destination_id", "milestone", "least", "most", "cases")
    StepPace.objects.bulk_create(StepPace(**dict(zip(names, row, strict=True)), counted_on=day) for row in rows)
    return len(rows)


def paces_of(case):
    """{milestone: StepPace} for a case like this one: of its country where enough are known, else of its scheme."""
    rows = StepPace.objects.filter(Q(destination=None) | Q(destination=case.destination_id), scheme=case.scheme)
    return {row.milestone: row for row in rows.order_by(F("destination").asc(nulls_first=True))}
