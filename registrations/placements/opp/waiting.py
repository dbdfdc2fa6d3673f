"""Who waits for a day of the orientation: the requests of an office, the one to be answered first on top."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.choices import Milestone
from portal.lib.dates import WIB, short_date, today_in
from portal.lib.language import listed
from registrations.desk.queue import short_name
from registrations.placements.choices import FreezeReason
from registrations.placements.models import CasePaper, OppRequest, Placement
from registrations.placements.models.paper import due_before
from registrations.placements.models.promised import PROMISED

ROWS = 50


@dataclass(frozen=True)
class Row:
    key: str  # number and version, as a form sends them
    number: str
    name: str
    work: str
    answer_by: str
    is_late: bool
    is_by_person: bool
    against: str  # why nothing can be given to them now


def standing(by):
    """The open requests of the officer's office; one's own case stands in another room."""
    return OppRequest.objects.filter(office=by.office_id, ended_at=None).exclude(placement__candidate__user=by.user)


def late(requests):
    return requests.filter(ended_at=None, answer_by__lt=timezone.now())


def late_at(office):
    """The requests that this Office should have answered by now."""
    return late(OppRequest.objects.filter(office=office))


def page_of(by, after=None):
    """(at most ROWS Rows, the last request when more follow); ``after``: the last request of the page before."""
    found = standing(by).order_by("answer_by", "pk")
    if after:
        # Begins with a plain bound, for the index.
        found = found.filter(Q(answer_by__gte=after.answer_by)).exclude(answer_by=after.answer_by, pk__lte=after.pk)
    requests = list(found[: ROWS + 1])
    shown = requests[:ROWS]
    return _rows(shown, by.zone), shown[-1] if len(requests) > ROWS else None


def _rows(requests, zone):
    cases = Placement.objects.filter(pk__in=[one.placement_id for one in requests]).with_freeze(today_in(WIB))
    cases = cases.select_related("candidate", "procedure", "destination__country", "registration", *PROMISED).in_bulk()
    missing = _missing(cases.values(), today_in(zone))
    return [_row(one, cases[one.placement_id], missing[one.placement_id], zone) for one in requests]


def _row(request, case, missing, zone):
    until = request.answer_by.astimezone(zone)
    stands_still = (
        _("It stands still: %(reason)s.") % {"reason": FreezeReason(case.freeze).label} if case.freeze else ""
    )
    lacks = _("Not accepted, or run out: %(papers)s.") % {"papers": listed(missing)} if missing else ""
    return Row(
        key=f"{case.number}:{case.version}",
        number=case.number,
        name=short_name(case.candidate.name),
        work=f"{case.destination}, {case.work}",
        answer_by=f"{short_date(until.date(), weekday=True)}, {until:%H.%M}",
        is_late=request.answer_by < timezone.now(),
        is_by_person=request.by_person_at is not None,
        against=" ".join(filter(None, [stands_still, lacks])),
    )


def _missing(cases, day):
    """{case: labels of the papers due before its orientation that are not in order on ``day``}, in one query."""
    dues = {case.pk: _dues(case) for case in cases}
    found = defaultdict(list)
    for row in CasePaper.objects.filter(placement__in=dues).not_in_order(day).order_by("pk"):
        if row.due in dues[row.placement_id]:
            found[row.placement_id].append(row.get_paper_display())
    return found


def _dues(case):
    step = case.step_to(Milestone.OPP_SCHEDULED)
    return due_before(step.due) if step and step.due else []
