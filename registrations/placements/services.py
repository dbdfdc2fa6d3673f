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
            case = begin(registration, door=Door.VACANCY, key=key, vacancy=vacancy, **pinned(vacancy))
            case = take_step(case, "apply", by=by)
            sex = registration.candidate.sex
            if not reserve(vacancy, sex):
                raise StepRefused(NO_PLACE_LEFT)
            case.holds_place, case.place_sex = True, sex
            case.save(update_fields=["holds_place", "place_sex"])
            return case
    except IntegrityError as error:
        if _KEY in str(error):
            return Placement.objects.get(submission_key=key, candidate=registration.candidate_id)
        if _ONCE in str(error):
            raise StepRefused(_("You have applied to this vacancy already.")) from None
        raise


def pinned(order):
    """What stops and bans are asked by, as a Vacancy or a Programme has it today."""
    names = ("scheme", "destination", "occupation", "employer_kind")
    return {name: getattr(order, name) for name in names}


def begin(registration, *, door, key=None, **about):
    """A case in preparation, with the procedure and the papers that the rules of today ask of it. For a transaction.

    ``about``: columns that say what for: vacancy, own_offer, sign_up or earlier, and what stops and bans are asked by.
    """
    case = Placement.objects.create(
        registration=registration,
        candidate=registration.candidate,
        door=door,
        office=registration.office,
        regency=registration.regency,
        verified_by=registration.verified_by,
        submission_key=key,
        is_demo=registration.is_demo,
        **about,
    )
    keep_rules(case)
    return case


def keep_rules(case):
    """Write down the procedure and the papers of its scheme by the rules of today, in the place of those it had."""
    day = today_in(WIB)
    case.procedure = procedure_for(case.scheme, day)
    before_card = [step.milestone for step in ways(case.procedure)] if case.procedure else []
    card = before_card.index(Milestone.READY) if Milestone.READY in before_card else len(before_card)
    case.required = before_card[:card]
    case.save(update_fields=["procedure", "required"])
    case.papers.all().delete()
    keep_papers(case, day)


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
