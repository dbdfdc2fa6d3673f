"""Takes the readiness back where a paper or the visa runs out before the day of departure."""

from django.db.models import Exists, OuterRef, Q
from django.utils import translation

from portal.accounts.acting import Acting
from portal.lib.dates import add_months
from portal.workflow import StepRefused, take_step
from registrations.placements import guards
from registrations.placements.models import CasePaper, Placement, PlacementStep
from registrations.placements.workflow import State

# Of these guards; a standstill passes by itself and is held up by its own guard, a hold is never seen from outside.
_ASKED = (
    guards.nothing_runs_out_before_departure,
    guards.passport_lasts_beyond_departure,
    guards.visa_counts_on_departure,
)
# So many months no rule asks a passport to count beyond the departure; whoever has less is looked at one by one.
_BEYOND_DEPARTURE = 24


def lapse_clearances():
    """Returns how many were taken back. Twice at once does no harm."""
    lapsed, by = 0, Acting.for_system("lapse_clearances")
    with translation.override("id"):  # the reason stands in the history
        for case in running_out():
            if not (said := " ".join(filter(None, (guard(case) for guard in _ASKED)))):
                continue
            try:
                take_step(case, "clearance_lapses", by=by, reason=said, seen=case.version)
            except StepRefused:  # somebody moved it meanwhile
                continue
            lapsed += 1
    return lapsed


def running_out():
    """Ready cases that may have something short, found by one question per day of departure."""
    ready = Placement.objects.filter(state=State.READY)
    found = []
    for day in ready.order_by().values_list("planned_departure_on", flat=True).distinct():
        short = CasePaper.objects.filter(placement=OuterRef("pk")).exclude(due="").not_in_order(day)
        history = PlacementStep.objects.filter(placement=OuterRef("pk"))
        dated = history.filter(
            Q(visa__valid_until__lt=day) | Q(passport__expires_on__lt=add_months(day, _BEYOND_DEPARTURE))
        )
        found += ready.filter(Q(Exists(short)) | Q(Exists(dated)), planned_departure_on=day)
    return found
