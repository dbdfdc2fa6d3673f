"""What registrations keep about a person, for the copy of the own data. What would tell of a suspicion is not in it:
a hold reads as the check that it is for the person, flags and withheld looks stay with the office.
"""

from registrations.models import (
    Candidate,
    CorrectionAnswer,
    DataRequest,
    Disclosure,
    Document,
    Registration,
    RegistrationStep,
)
from registrations.workflow import INTERNAL_EVENTS, State


def of(user):
    """Plain data, ready for JSON; {} for somebody who never began. Moments are UTC."""
    candidate = Candidate.objects.filter(user=user).select_related("village__district__regency").first()
    if candidate is None:
        return {}
    registrations = Registration.objects.filter(candidate=candidate).select_related("office", "destination")
    return {
        "person": _person(candidate),
        "phones": [{"number": str(one.number), "whose": one.whose} for one in candidate.phones.order_by("pk")],
        "passports": [
            {"number": one.number, "expires_on": one.expires_on, "typed_at": one.typed_at}
            for one in candidate.passports.order_by("pk")
        ],
        "registrations": [_registration(one) for one in registrations.order_by("pk")],
        "history": _history(candidate),
        "papers": [_paper(one) for one in Document.objects.filter(candidate=candidate).order_by("pk")],
        "answers_to_officers": _answers(candidate),
        "requests_to_change": [_request(one) for one in _requests(candidate)],
        "who_saw_it": [_look(one) for one in _looks(candidate)],
    }


def _looks(candidate):
    told = Disclosure.objects.told_to_the_person().filter(candidate=candidate)
    return told.select_related("membership__office").order_by("pk")


def _look(disclosure):
    return {
        "at": disclosure.at,
        "membership__office__name": disclosure.membership.office.name,
        "membership__role": disclosure.membership.role,
        "seen": disclosure.seen,
        "paper": disclosure.paper,
        "purpose": disclosure.told_purpose.value,
    }


def _person(candidate):
    return {
        "name": candidate.name,
        "nik": candidate.nik,
        "family_card": candidate.kk,
        "birth_date": candidate.birth_date,
        "birth_place": candidate.birth_place,
        "sex": candidate.sex,
        "marital": candidate.marital,
        "education": candidate.education,
        "village": str(candidate.village) if candidate.village else None,
        "address": candidate.address,
        "email": candidate.email,
    }


def _registration(registration):
    return {
        "number": registration.number,
        "state": State.IN_REVIEW if registration.state == State.ON_HOLD else registration.state,
        "since": registration.state_since,
        "office": registration.office.name if registration.office else None,
        "scheme": registration.scheme,
        "destination": registration.destination.country_id if registration.destination else None,
        "occupation": registration.isco08,
        "planned_departure_on": registration.planned_departure_on,
        "submitted_at": registration.submitted_at,
        "return_by": registration.return_by,
        "number_in_siskop2mi": registration.official_id,
    }


def _history(candidate):
    steps = RegistrationStep.objects.filter(registration__candidate=candidate).exclude(event__in=INTERNAL_EVENTS)
    return list(steps.order_by("pk").values("registration__number", "event", "taken_at", "office__name"))


def _paper(document):
    return {
        "paper": document.paper,
        "version": document.version,
        "state": document.state,
        "number": document.number,
        "issuer": document.issuer,
        "issued_on": document.issued_on,
        "expires_on": document.expires_on,
        "handed_in_at": document.handed_in_at,
        "returned_for": document.return_reason,
    }


def _answers(candidate):
    answers = CorrectionAnswer.objects.filter(point__registration__candidate=candidate).order_by("pk")
    return list(answers.values("point__field", "point__paper", "point__reason", "text", "given_at"))


def _requests(candidate):
    return DataRequest.objects.filter(candidate=candidate).select_related("words").order_by("pk")


def _request(request):
    return {
        "field": request.field,
        "asked_at": request.asked_at,
        "asked": request.words.asked,
        "outcome": request.outcome,
        "answered_at": request.answered_at,
        "answer": request.words.answered,
    }
