"""Cases that took their last step before something of them was kept: when their next step usually comes, that they wait for
their orientation. Each step keeps both; this finds who has none, in statements over sets.
"""

from django.db import connection
from django.utils import timezone

from portal.lib.dates import WIB
from portal.places.models import Office, Province
from registrations.placements.models import OppRequest, Placement
from registrations.placements.models.opp_request import answer_by
from registrations.placements.models.placement import MOVING
from registrations.placements.workflow import ON_WAY

BATCH = 5_000  # rows

# The steps that may be taken now, as Placement.coming finds them.
_COMING = """
  FROM {cases} AS placement
  JOIN jobs_procedurerule AS rule ON rule.id = placement.procedure_id
  JOIN {offices} AS office ON office.id = placement.office_id
  LEFT JOIN {provinces} AS province ON province.code = office.province_id
 CROSS JOIN LATERAL jsonb_array_elements(rule.way) AS step
 WHERE step->>'milestone' <> ALL(placement.reached)
   AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(step->'after') AS earlier
                    WHERE earlier <> ALL(placement.reached))
   AND placement.state = ANY(%(states)s)
"""
_USUAL = """
UPDATE {cases} AS late SET usual_until = known.day
  FROM (SELECT placement.id, max((placement.state_since AT TIME ZONE coalesce(province.time_zone, %(zone)s))::date
                                 + (step->'days'->>1)::int) AS day
        {coming} AND placement.usual_until IS NULL
         GROUP BY placement.id
        HAVING bool_and(jsonb_typeof(step->'days') = 'array')) AS known
 WHERE known.id = late.id AND late.usual_until IS NULL
"""
_WAITING = """
SELECT placement.id, placement.office_id
{coming} AND step->>'milestone' = 'opp_scheduled'
   AND NOT EXISTS (SELECT FROM {requests} AS request WHERE request.placement_id = placement.id AND ended_at IS NULL)
"""


def catch_up():
    """(cases that have a usual day now, cases that are requests now). Twice at once does no harm."""
    return fill_usual_days(), ask_for_orientations()


def fill_usual_days():
    with connection.cursor() as cursor:
        cursor.execute(_of(_USUAL), {"states": sorted(MOVING), "zone": WIB.key})
        return cursor.rowcount


def ask_for_orientations():
    """The clock of the answer begins now: until today no office could know of them."""
    with connection.cursor() as cursor:
        cursor.execute(_of(_WAITING), {"states": sorted(ON_WAY)})
        waiting = cursor.fetchall()
    now = timezone.now()
    offices = Office.objects.select_related("province").in_bulk({office for _case, office in waiting})
    until = {key: answer_by(office, now) for key, office in offices.items()}
    rows = (OppRequest(placement_id=key, office_id=at, asked_at=now, answer_by=until[at]) for key, at in waiting)
    OppRequest.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(waiting)


def _of(statement):
    tables = {"cases": Placement, "offices": Office, "provinces": Province, "requests": OppRequest}
    names = {name: model._meta.db_table for name, model in tables.items()}
    return statement.format(coming=_COMING.format(**names), **names)
