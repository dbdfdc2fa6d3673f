"""What somebody abroad says of themselves: that they arrived, that there is a problem."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import person_page
from portal.workflow import StepRefused
from registrations.placements.abroad import reading, services
from registrations.placements.abroad.forms import OwnArrivalForm, ProblemForm, WordsForm
from registrations.placements.doors import ask_before_words, may_read_words, own_case
from registrations.placements.workflow import STEPS, State

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@person_page
@sensitive_post_parameters()
def problem(request, number):
    """Numbers for whoever is in danger first; then the short form, or what was said since."""
    case = own_case(request, number)
    if asked := ask_before_words(request):
        return asked
    if case.state == State.CASE_OPEN:
        return _open_problem(request, case)
    if case.state not in STEPS["open_case"].sources:
        return redirect("path:placement", case.number)
    form = ProblemForm(request.POST or None, initial={"seen": case.version})
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            services.report_problem(
                request.acting, case, form.columns(), found["words"], seen=found["seen"], key=found["key"]
            )
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            case.refresh_from_db(fields=["version"])
            form = form.looking_again_at(case.version)
        else:
            messages.success(request, _("Your office has it. What it answers stands on this page."))
            return redirect("abroad:problem", case.number)
    first, seen_by = reading.in_danger_of(case), reading.missions_of(case)
    context = {"case": case, "form": form, "first": first, "seen_by": seen_by}
    return render(request, "placements/abroad/problem.html", context)


def _open_problem(request, case):
    if "danger" in request.POST:  # the first form, sent twice
        return redirect("abroad:problem", case.number)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_words(request.acting, case, form.cleaned_data["words"], key=form.cleaned_data["key"])
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sent. Your office reads it."))
            return redirect("abroad:problem", case.number)
    context = {"case": case, "form": form, "page": reading.problem_page(case), "first": reading.in_danger_of(case)}
    context["reads_words"] = may_read_words(request)
    return render(request, "placements/abroad/open_problem.html", context)


@form_page
@person_page
def arrival(request, number):
    case = own_case(request, number)
    if case.state != State.DEPARTED:
        return redirect("path:placement", case.number)
    form = OwnArrivalForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        facts = {"arrived_on": form.cleaned_data["arrived_on"], "mission": form.mission}
        try:
            services.report_arrival(request.acting, case, seen=form.cleaned_data["seen"], **facts)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Recorded: you have arrived. We wish you good work."))
            return redirect("path:placement", case.number)
    context = {"case": case, "form": form, "first": reading.in_danger_of(case)}
    return render(request, "placements/abroad/arrival.html", context)
