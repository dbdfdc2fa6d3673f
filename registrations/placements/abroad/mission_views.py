"""An open problem as the mission of the country sees it: what a letter would name, and a word of its own."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts.acting import ActRefused
from portal.accounts.roles import Role
from portal.audit.services import record
from portal.lib import codes
from registrations.disclosures import disclose
from registrations.doors import file_page
from registrations.models import Disclosure
from registrations.placements import permissions as may
from registrations.placements.abroad import desk, services
from registrations.placements.abroad.forms import AnswerForm
from registrations.placements.models import Placement
from registrations.placements.models.promised import PROMISED


@file_page(Role.MISSION_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def case(request, number):
    by, found = request.acting, _open_case(request, number)
    problem = services.problem_of(found)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(by, found, form.cleaned_data["words"], key=form.cleaned_data["key"])
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The worker and the office read it now."))
            return redirect("abroad:at_mission", found.number)
    record(by, "placements.problem_read", found)
    context = {
        "case": found,
        "name": found.candidate.name,
        "page": desk.mission_page(problem, found, by.zone),
        "form": form,
    }
    return render(request, "registrations/placements/abroad/at_mission.html", context)


def _open_case(request, number):
    """The case, while its problem is open in a country of the mission; that it was opened is told to the person."""
    by, number = request.acting, codes.parse(number)
    cases = desk.cases_of(by).select_related(
        "registration__candidate", "candidate", *PROMISED, "destination__country", "office__province"
    )
    found = cases.filter(number=number).first() if number else None
    if found is None or not may.answer_from_mission(by, found):
        request.refused = Placement.objects.filter(number=number).only("pk").first() if number else None
        raise Http404
    purpose = Disclosure.Purpose.PROTECTION
    disclose(by, found.candidate, Disclosure.Seen.FILE, purpose=purpose, registration=found.registration)
    return found
