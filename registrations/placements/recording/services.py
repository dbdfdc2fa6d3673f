"""Writing down a step: itself, what it rests on and on whose behalf, all or nothing."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from portal.audit import kept
from portal.workflow import StepRefused, take_step
from registrations import forecast
from registrations.placements import conditions
from registrations.placements.contracts import services as contracts
from registrations.placements.models import AgreementCost, CaseAbroad, OnBehalf, WorkContract
from registrations.placements.owing import owe_missions
from registrations.placements.recording.resting import RESTS_ON

# What two cases can't have both, by the name of its constraint.
_GIVEN_ONCE = {
    "placement_card_is_given_once": gettext_lazy("Another case has this number already."),
    "opp_certificate_is_given_once": gettext_lazy("Another certificate of your office has this number."),
}


def record_step(by, case, event, *, seen, reason="", evidence=None, lines=(), columns=None, behalf=None):
    """Take the step and keep its ``evidence`` (a row without its step, None for none); returns the case as it is then.

    ``lines``: of the cost table, as facts of AgreementCost. ``columns``: of the case itself. ``behalf``: facts of
    OnBehalf. Sent twice it has one effect. Raises StepRefused with a sentence: nothing is kept then; and ValueError for
    evidence of another kind than the step rests on, which no form gives.

    That the evidence is there when the transaction ends the database asks as well (a trigger on the steps), but of a
    seat in an orientation, which may outlive the step that gave it. That it is not taken away later, and that it says
    the same as the step, nobody but the seal over both can tell.
    """
    if event in RESTS_ON and not isinstance(evidence, RESTS_ON[event]):
        raise ValueError(f"{event} needs evidence")
    try:
        return _record(by, case, event, seen, reason, evidence, lines, columns or {}, behalf)
    except StepRefused:
        if not case.was_taken(event, by=by, seen=seen, reason=reason):
            raise
        return type(case).objects.get(pk=case.pk)
    except IntegrityError as error:
        sentence = next((words for name, words in _GIVEN_ONCE.items() if name in str(error)), None)
        if sentence is None:
            raise
        raise StepRefused(sentence) from None


def _papers_follow(case):
    """The forecast of papers that run out goes by the departure of the registration: now its day is known."""
    registration = case.registration
    registration.planned_departure_on = case.planned_departure_on
    registration.save(update_fields=["planned_departure_on"])
    forecast.renew_one(registration)


@transaction.atomic
def _record(by, case, event, seen, reason, evidence, lines, columns, behalf):
    case = take_step(case, event, by=by, seen=seen, reason=reason)
    for column, value in columns.items():
        setattr(case, column, value)
    case.save(update_fields=[*columns, "updated_at"])
    if "planned_departure_on" in columns:
        _papers_follow(case)
    if evidence is not None:
        evidence.step = case.taken
        evidence.save()
        kept.keep(by, evidence)
        if costs := AgreementCost.objects.bulk_create(AgreementCost(agreement=evidence, **line) for line in lines):
            kept.keep(by, *costs)
        if isinstance(evidence, CaseAbroad):
            owe_missions(evidence)
        if isinstance(evidence, WorkContract):
            contracts.keep(by, case, evidence)
    if behalf:
        kept.keep(by, OnBehalf.objects.create(step=case.taken, **behalf))
    if case.taken.target != case.taken.source and (found := conditions.known_after(case, case.step_to(case.state))):
        raise StepRefused(" ".join(found))
    return case
