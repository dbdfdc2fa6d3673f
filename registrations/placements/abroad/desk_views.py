"""Problems abroad at the office: the list, one of them, the letter to the mission."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page
from portal.audit.services import record
from portal.lib.paging import pagination
from registrations.doors import file_page
from registrations.permissions import REVIEWERS
from registrations.placements.abroad import desk, services
from registrations.placements.abroad.forms import AnswerForm, OpenCasesForm, SentOnForm
from registrations.placements.doors import case_of_office
from registrations.placements.models import CaseNote
from registrations.placements.permissions import SEES_PROBLEMS
from registrations.placements.workflow import State

form_page = require_http_methods(["GET", "HEAD", "POST"])
SENT = "sent"  # two forms stand on one page


@staff_page(*SEES_PROBLEMS)
@require_safe
def cases(request):
    """All of the office or of the mission's countries, whoever is in danger first, then the oldest."""
    after = OpenCasesForm(request.GET).wish("sesudah")
    rows, has_more = desk.page_of(request.acting, after)
    context = {
        "rows": rows,
        "is_office": request.acting.role in REVIEWERS,
        **pagination(len(rows), last=rows[-1].number if has_more else "", is_later=bool(after)),
    }
    return render(request, "registrations/placements/abroad/cases.html", context)


@file_page(*REVIEWERS)
@form_page
@sensitive_post_parameters()
def case(request, number):
    """All that was said, the answer, and the ways on."""
    found = case_of_office(request, number)
    problem = services.problem_of(found)
    if problem is None:
        return redirect("recording:case", found.number)
    is_open = found.state == State.CASE_OPEN
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(request.acting, found, form.cleaned_data["words"], key=form.cleaned_data["key"])
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answer stands on the worker's page."))
            return redirect("abroad:case", found.number)
    record(request.acting, "placements.problem_read", found)
    context = {
        "case": found,
        "name": found.candidate.name,
        "page": desk.problem_page(problem, found),
        "form": form if is_open else None,
        "sent_on": SentOnForm(prefix=SENT) if is_open else None,
    }
    return render(request, "registrations/placements/abroad/case.html", context)


@file_page(*REVIEWERS)
@require_safe
def letter(request, number):
    """To be printed, or copied into an e-mail."""
    found = case_of_office(request, number)
    problem = services.problem_of(found)
    if problem is None:
        return redirect("recording:case", found.number)
    record(request.acting, "placements.letter_to_mission_seen", found)
    context = {"case": found, "letter": desk.letter_of(problem, found)}
    return render(request, "registrations/placements/abroad/letter.html", context)


@file_page(*REVIEWERS)
@require_POST
def sent_on(request, number):
    found = case_of_office(request, number)
    form = SentOnForm(request.POST, prefix=SENT)
    if form.is_valid():
        kind, key = CaseNote.Kind.TO_MISSION, form.cleaned_data["key"]
        try:
            services.answer(request.acting, found, form.cleaned_data["sent_by"], key=key, kind=kind)
        except ActRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Noted. The worker reads that it was sent on."))
    else:
        messages.error(request, _("Choose how it was sent."))
    return redirect("abroad:case", found.number)
