"""What placements keep about a person, for the copy of the own data. Not in it: a standstill for the registration's sake, which may
be a hold; flags and reasons that the office alone reads; of a death nothing, as the family hears of it from a person.
"""

from registrations.placements.choices import FreezeReason
from registrations.placements.models import CaseNote, Concern, Placement, PlacementStep, SignUp
from registrations.placements.recording.history import KINDS
from registrations.placements.workflow import OF_A_DEATH, READ_BY_PERSON, State

_KINDS = tuple(kind for kind in KINDS if not kind.startswith("death"))
# Keys of rows, and how a form that comes twice is told.
_OF_THE_PORTAL = {"id", "step", "placement", "submission_key", "version", "is_demo"}


def of(user):
    """Plain data, ready for JSON; {} for somebody without a way. Moments are UTC."""
    cases = Placement.objects.filter(registration__candidate__user=user).order_by("pk")
    related = ("destination", "vacancy", "own_offer", "office", "re_entry", "experience_sheet")
    sign_ups = SignUp.objects.filter(registration__candidate__user=user).select_related("batch__programme")
    copy = {
        "ways": [_case(one) for one in cases.select_related(*related)],
        "programmes": [_sign_up(one) for one in sign_ups.order_by("pk")],
    }
    return copy if any(copy.values()) else {}


def _case(case):
    return {
        "number": case.number,
        "came_in_by": case.door,
        "scheme": case.scheme,
        "state": State.CLOSED if case.state == State.DECEASED else case.state,
        "since": case.state_since,
        "office": case.office.name,
        "destination": case.destination.country_id,
        "vacancy": case.vacancy.number if case.vacancy else None,
        "offer": _row(case.own_offer) if case.own_offer else None,
        "way_back": _row(case.re_entry) if hasattr(case, "re_entry") else None,
        "planned_departure_on": case.planned_departure_on,
        "flight": case.planned_carrier,
        "number_of_the_card": case.e_card_number,
        "papers": list(case.papers.order_by("pk").values("paper", "need", "due")),
        "history": [_step(one) for one in _steps(case)],
        "standstills": list(
            case.freezes.exclude(reason=FreezeReason.REGISTRATION)
            .order_by("pk")
            .values("reason", "began_at", "ended_at")
        ),
        "orientation_seats": list(case.seats.order_by("pk").values("session__number", "session__begins_at", "state")),
        "orientation_asked": list(case.opp_requests.order_by("pk").values("asked_at", "by_person_at", "ended_at")),
        "told_as_wrong": [_concern(one) for one in Concern.objects.filter(placement=case).order_by("pk")],
        "said_about_problems": [_note(one) for one in _notes(case)],
        "needs_at_home": list(case.home_needs.order_by("pk").values("topic", "answer", "answered_at")),
        "given_to": list(
            case.referrals.order_by("pk").values("need__topic", "to", "referred_on", "outcome", "outcome_on")
        ),
        "code_of_the_certificate": case.experience_sheet.code if hasattr(case, "experience_sheet") else None,
    }


def _steps(case):
    steps = (
        PlacementStep.objects.filter(placement=case)
        .exclude(event__in=OF_A_DEATH)
        .select_related("office", "reason", "on_behalf", *_KINDS)
    )
    return steps.prefetch_related("agreement__costs", "contract__differences__answers").order_by("pk")


def _step(step):
    told = {kind: _row(getattr(step, kind)) for kind in _KINDS if hasattr(step, kind)}
    if hasattr(step, "agreement"):
        told["agreement"]["costs"] = [_row(one) for one in step.agreement.costs.all()]
    if hasattr(step, "contract"):
        told["contract"]["beside_the_order"] = [_difference(one) for one in step.contract.differences.all()]
    return {
        "event": step.event,
        "taken_at": step.taken_at,
        "office": step.office.name if step.office else None,
        "on_behalf_of": step.on_behalf.body if hasattr(step, "on_behalf") else None,
        "reason": step.reason.text if hasattr(step, "reason") and _is_read(step) else None,
        "recorded": told,
    }


def _is_read(step):
    """Whether its words are the person's own, or written for them."""
    return step.event in {*READ_BY_PERSON, "settle_case"} or step.role == ""


def _difference(row):
    facts = {"term": row.term, "promised": row.promised, "signed": row.signed, "verdict": row.verdict}
    return facts | {"accepted": [answer.is_accepted for answer in row.answers.all()]}


def _concern(concern):
    steps = concern.history.filter(answer__isnull=False).order_by("pk")
    return {
        "kind": concern.kind,
        "about_an_office": concern.is_about_office,
        "state": concern.state,
        "told_at": concern.raised_at,
        "words": concern.words.text if hasattr(concern, "words") else "",
        "answers": list(steps.values("taken_at", "answer__text")),
    }


def _notes(case):
    return CaseNote.objects.filter(case__step__placement=case).order_by("pk")


def _note(note):
    return {"at": note.at, "from_the_office": note.membership_id is not None, "words": note.text}


def _sign_up(row):
    return {
        "number": row.number,
        "batch": str(row.batch),
        "state": row.standing if row.has_result or row.standing != "tested" else "signed_up",
        "signed_up_at": row.signed_up_at,
        "rank": row.rank if row.has_result else None,
        "points": list(row.results.values("part__name", "score")) if row.has_result else [],
    }


def _row(row):
    """Columns that hold a fact; keys to other rows are none."""
    fields = [one for one in row._meta.concrete_fields if not one.is_relation and one.name not in _OF_THE_PORTAL]
    return {field.name: getattr(row, field.name) for field in fields}
