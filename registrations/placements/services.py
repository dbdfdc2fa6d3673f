"""Acts on a placement that touch more than its state. Each is one transaction."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jobs.choices import Milestone
from jobs.models import PaperRule
from jobs.procedures import procedure_for, ways
from jobs.requirements import Case, papers_asked
from portal.lib.dates import WIB, today_in
from portal.workflow import StepRefused, take_step
from registrations.placements.choices import Door
from registrations.placements.guards import NO_PLACE_LEFT
from registrations.placements.models import CasePaper, Placement
from registrations.placements.models.places import reserve

_ONCE = "placement_is_asked_for_once_per_vacancy"
_KEY = "placements_placement_submission_key_key"


def apply_for(registration, vacancy, *, by, key=None):
    """Apply to an open vacancy and take one of its places; the same ``key`` (UUID) twice is one application.

    Raises StepRefused with a sentence: nothing is kept then.
    """
    if key and (known := Placement.objects.filter(submission_key=key, candidate=registration.candidate_id).first()):
        return known
    try:
        with transaction.atomic():
            case = begin(registration, door=Door.VACANCY, vacancy=vacancy, key=key)
            case = take_step(case, "apply", by=by)
            if not reserve(vacancy, registration.candidate.sex):
                raise StepRefused(NO_PLACE_LEFT)
            case.holds_place = True
            case.save(update_fields=["holds_place"])
            return case
    except IntegrityError as error:
        if _KEY in str(error):
            return Placement.objects.get(submission_key=key, candidate=registration.candidate_id)
        if _ONCE in str(error):
            raise StepRefused(_("You have applied to this vacancy already.")) from None
        raise


def begin(registration, *, door, vacancy, key=None):
    """A case in preparation, with the procedure and the papers that the rules of today ask of it. For a transaction."""
    day = today_in(WIB)
    procedure = procedure_for(vacancy.scheme, day)
    before_card = [step.milestone for step in ways(procedure)] if procedure else []
    card = before_card.index(Milestone.READY) if Milestone.READY in before_card else len(before_card)
    case = Placement.objects.create(
        registration=registration,
        candidate=registration.candidate,
        door=door,
        vacancy=vacancy,
        scheme=vacancy.scheme,
        destination=vacancy.destination,
        occupation=vacancy.occupation,
        employer_kind=vacancy.employer_kind,
        procedure=procedure,
        required=before_card[:card],
        office=registration.office,
        regency=registration.regency,
        verified_by=registration.verified_by,
        submission_key=key,
        is_demo=registration.is_demo,
    )
    keep_papers(case, day)
    return case


def keep_papers(case, day):
    """Write down which papers it needs by the rules of ``day``; a later rule changes nothing."""
    person = case.candidate
    asked = papers_asked(
        list(PaperRule.objects.to_show(day).order_by("pk")),
        Case(
            scheme=case.scheme,
            destination_id=case.destination_id,
            isco08=case.occupation.isco08 if case.occupation else "",
            sex=person.sex,
            marital=person.marital,
            age=person.age_on(day),
        ),
    )
    CasePaper.objects.bulk_create(
        CasePaper(placement=case, paper=paper, rule=rule, need=rule.need, due=rule.due) for paper, rule in asked.items()
    )
