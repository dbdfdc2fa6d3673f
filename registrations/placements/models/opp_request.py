from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.choices import Milestone
from portal.places.working_days import working_days

# A promise of the service standard: an answer within one working day of the request.
DAYS_TO_ANSWER = 1
_ONE_DAY, _END_OF_DAY = timedelta(days=1), time(23, 59)


class OppRequest(models.Model):
    """That a case waits for a day of its orientation, since when, and by when the office answers."""

    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="opp_requests")
    # As the case has it, for the list of the office.
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    # That the person asked on their own page as well.
    by_person_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("request for an orientation")
        verbose_name_plural = _("requests for orientations")
        constraints = [
            models.UniqueConstraint(
                name="opp_is_asked_for_once_at_a_time", fields=["placement"], condition=Q(ended_at=None)
            ),
        ]
        indexes = [
            models.Index(
                name="opp_requests_of_an_office", fields=["office", "answer_by", "id"], condition=Q(ended_at=None)
            ),
        ]

    def __str__(self):
        return f"{self.placement_id} {self.asked_at}"


def answer_by(office, asked_at):
    """One working day of the office after ``asked_at``: the same hour, or the end of the day when asked on a free one.

    What comes on a free day counts as of the morning of the next working day.
    """
    there = asked_at.astimezone(office.zone)
    day = working_days(office, there.date(), DAYS_TO_ANSWER)
    came_on_a_working_day = working_days(office, there.date() - _ONE_DAY, 1) == there.date()
    hour = there.time() if came_on_a_working_day else _END_OF_DAY
    return datetime.combine(day, hour, tzinfo=office.zone)


def request_follows(case, is_on_way):
    """Begin or end the request of ``case`` as its way has it now; for the transaction of the step just taken."""
    waits = is_on_way and Milestone.OPP_SCHEDULED in {step.milestone for step in case.coming()}
    if not waits:
        OppRequest.objects.filter(placement=case, ended_at=None).update(ended_at=timezone.now())
        return
    ask(case)


def ask(case):
    """Write down that ``case`` waits for its orientation, unless that is known already."""
    now = timezone.now()
    facts = {"office": case.office, "asked_at": now, "answer_by": answer_by(case.office, now)}
    OppRequest.objects.bulk_create([OppRequest(placement=case, **facts)], ignore_conflicts=True)
