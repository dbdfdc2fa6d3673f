"""How long the office takes from a file's arrival to its answer, computed from the history."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from registrations.models import RegistrationStep

DAYS = 90  # of history
# Served by the index registration_answers, then by registration_history for the arrival before each answer.
_TURNAROUND = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY took), percentile_cont(0.9) WITHIN GROUP (ORDER BY took)
  FROM (SELECT extract(epoch FROM answer.taken_at - (
                   SELECT arrival.taken_at FROM {steps} AS arrival
                    WHERE arrival.registration_id = answer.registration_id AND arrival.id < answer.id
                      AND arrival.event IN ('assign', 'submit', 'resubmit', 'data_changed', 'renew', 'transfer')
                    ORDER BY arrival.id DESC LIMIT 1)) / 86400 AS took
          FROM {steps} AS answer
         WHERE answer.office_id = %s AND answer.event IN ('approve', 'reject', 'return') AND answer.taken_at >= %s) AS answered
 WHERE took IS NOT NULL
"""


@dataclass(frozen=True)
class Turnaround:
    """Days, of calendar and with fractions; None where nothing was answered."""

    answers: int
    median: float | None
    p90: float | None


def turnaround_of(office):
    with connection.cursor() as cursor:
        cursor.execute(
            _TURNAROUND.format(steps=RegistrationStep._meta.db_table),
            [office.pk, timezone.now() - timedelta(days=DAYS)],
        )
        return Turnaround(*cursor.fetchone())
