"""What the texts of messages on registrations print: for many messages at once, in the active language."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from portal.lib.dates import WIB, long_date
from portal.messaging import links
from registrations.models import (
    CorrectionPoint,
    DataRequest,
    Document,
    PaperForecast,
    Registration,
    RegistrationStep,
)
from registrations.workflow import State

BEFORE_A_PAPER_RUNS_OUT = (30, 7, 1)  # days before the last one on which it counts
BEFORE_IT_LAPSES = (14, 3)  # days before the last one


def of_steps(messages):
    steps = RegistrationStep.objects.in_bulk({message.subject for message in messages})
    registrations = _registrations({step.registration_id for step in steps.values()})
    points = _points(registrations)
    return {
        message.pk: _facts(registrations[step.registration_id], points)
        for message in messages
        if (step := steps.get(message.subject))
    }


def lapses_soon(messages):
    """One that was returned anew meanwhile has another last day and is told then."""
    registrations = _registrations({message.subject for message in messages})
    points = _points(registrations)
    return {
        message.pk: _facts(registration, points)
        for message in messages
        if (registration := registrations.get(message.subject))
        and registration.return_by
        and message.due_on in {registration.return_by - timedelta(days=days) for days in BEFORE_IT_LAPSES}
    }


def silent(messages):
    """Nothing is told where something has happened since."""
    registrations = _registrations({message.subject for message in messages})
    return {
        message.pk: _facts(registration, {}) | {"is_persons_turn": registration.state == State.RETURNED}
        for message in messages
        if (registration := registrations.get(message.subject))
        and registration.state_since.astimezone(WIB).date() < message.due_on
    }


def paper_runs_out(messages):
    """One that was replaced, or whose last day turned out another, is told by what it is now."""
    documents = Document.objects.in_bulk({message.subject for message in messages})
    return {
        message.pk: {
            "paper": document.get_paper_display(),
            "last_day": long_date(document.runs_out_on),
            "address": links.full_address("pages:person_home"),
        }
        for message in messages
        if (document := documents.get(message.subject))
        and document.runs_out_on
        and message.due_on in {document.runs_out_on - timedelta(days=days) for days in BEFORE_A_PAPER_RUNS_OUT}
    }


def paper_ends_too_early(messages):
    forecasts = PaperForecast.objects.in_bulk({message.subject for message in messages})
    return {
        message.pk: {
            "paper": forecast.get_paper_display(),
            "last_day": long_date(forecast.last_day),
            "address": links.full_address("pages:person_home"),
        }
        for message in messages
        if (forecast := forecasts.get(message.subject))
    }


def paper_unsafe(messages):
    """Which paper it was stands on the page alone."""
    address = links.full_address("pages:person_home")
    return {message.pk: {"address": address} for message in messages}


def data_answered(messages):
    """The answer itself stands on the page alone."""
    answered = DataRequest.objects.select_related("office").exclude(answered_at=None)
    found = answered.in_bulk({message.subject for message in messages})
    return {
        message.pk: {"office": str(request.office), "address": links.full_address("own:wrong")}
        for message in messages
        if (request := found.get(message.subject))
    }


def files_sorted_out(messages):
    """The same to everybody: whose file it is now, and whether there is another, stands on no message."""
    address = links.full_address("own:wrong")
    return {message.pk: {"address": address} for message in messages}


def _name_of(model, path):
    """A function of messages about rows of ``model``: whom an officer who calls asks for; ``path`` leads to the name."""

    def asked_for(messages):
        rows = model.objects.filter(pk__in={message.subject for message in messages})
        names = dict(rows.values_list("pk", path))
        return {message.pk: names[message.subject] for message in messages if names.get(message.subject)}

    return asked_for


people = _name_of(Registration, "candidate__name")
people_of_forecasts = _name_of(PaperForecast, "registration__candidate__name")
people_of_papers = _name_of(Document, "candidate__name")
people_of_requests = _name_of(DataRequest, "candidate__name")
people_of_steps = _name_of(RegistrationStep, "registration__candidate__name")


def begin_of(day):
    return datetime.combine(day, time(), WIB)


def _registrations(keys):
    return Registration.objects.select_related("office").in_bulk(keys)


def _points(registrations):
    """{registration's key: what is to be corrected, in words}."""
    found = defaultdict(list)
    for point in CorrectionPoint.objects.filter(registration__in=registrations, corrected_at=None).order_by("pk"):
        found[point.registration_id].append(f"{point.title}: {point.get_reason_display()}")
    return found


def _facts(registration, points):
    office = registration.office
    return {
        "number": registration.number,
        "office": str(office) if office else "",
        "last_day": long_date(registration.return_by) if registration.return_by else "",
        "points": points.get(registration.pk, []),
        "official_id": registration.official_id or "",
        "address": links.full_address("pages:person_home"),
    }
