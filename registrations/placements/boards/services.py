"""Acts on many cases at once: each of them its own transaction, so one that can't be taken stops no other."""

from portal.workflow import StepRefused
from registrations.placements.models import Departure, Placement
from registrations.placements.recording.services import record_step


def depart(by, seen, evidence):
    """Record the departure of the cases in ``seen`` ({number: version looked at}); ``evidence``: columns of Departure.

    Returns (numbers that left, [(number, sentence why not)]).
    """
    gone, left_out = [], []
    cases = Placement.objects.visible_to(by).filter(number__in=seen).order_by("number")
    for case in cases:
        try:
            record_step(by, case, "depart", seen=seen[case.number], evidence=Departure(**evidence))
        except StepRefused as refusal:
            left_out.append((case.number, str(refusal)))
        else:
            gone.append(case.number)
    return gone, left_out
