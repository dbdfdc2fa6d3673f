"""The door of the pages about one file at the desk."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render

from portal.lib import codes
from registrations import permissions as may
from registrations.desk import history
from registrations.doors import file_page
from registrations.models import RegistrationStep
from registrations.permissions import DESK_ROLES, REVIEWERS

CONFLICT = 409


def desk_file_page(view):
    """``file_page`` of the desk. Whoever still looks at a file that a colleague gave to another office reads where it went."""

    @wraps(view)
    def shown(request, number, **more):
        try:
            return view(request, number, **more)
        except Http404:
            step = _given_away(request.acting, number)
            if step is None:
                raise
            registration = step.registration
            context = {
                "registration": registration,
                "is_elsewhere": True,
                "history": [history.of_step(step, registration, request.acting.zone)],
            }
            return render(request, "registrations/desk/conflict.html", context, status=CONFLICT)

    return file_page(*DESK_ROLES)(shown)


def _given_away(by, number):
    """The step by which the file went from the office of ``by`` to another one; None if it never lay there, or lies there again."""
    if by.role not in REVIEWERS:
        return None
    steps = RegistrationStep.objects.filter(
        registration__number=codes.parse(number), transfer__from_office=by.office_id
    )
    steps = steps.exclude(registration__office=by.office_id)
    related = ("registration__candidate", "user", "office__province", "reason", "transfer__to_office__province")
    step = steps.select_related(*related).order_by("-pk").first()
    return step if step and not may.may_be_own(by, step.registration) else None
