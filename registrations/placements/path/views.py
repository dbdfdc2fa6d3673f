"""How far an own application is, and the way out of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.decorators import person_page
from portal.workflow import StepRefused, take_step
from registrations.placements.concerns import reading as concerns
from registrations.placements.concerns.forms import ConcernForm
from registrations.placements.concerns.services import raise_concern
from registrations.placements.doors import ask_before_words, may_read_words
from registrations.placements.doors import own_case as _own
from registrations.placements.path import reading
from registrations.placements.path.calendar import answer, as_file
from registrations.placements.workflow import ABROAD, BEFORE_DEPARTURE, STEPS, State


@require_safe
@person_page
def placement(request, number):
    return render(request, "placements/path/placement.html", reading.page_of(_own(request, number)))


@require_safe
@person_page
def calendar(request, number):
    """Own appointments to keep. Behind the log-in: no address that works for whoever finds it."""
    return answer(as_file(_own(request, number)))


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
@sensitive_post_parameters()
def concern(request, number):
    """Say that something is wrong, and read the answers."""
    case = _own(request, number)
    if asked := ask_before_words(request):
        return asked
    form = ConcernForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            raise_concern(case, **form.cleaned_data)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Received. The answer will stand on this page."))
            return redirect("path:concern", case.number)
    context = {"case": case, "form": form, "told": concerns.own(case), "who_reads": concerns.who_reads(case)}
    context |= {"is_abroad": case.state in ABROAD, "keeps_place": case.state in BEFORE_DEPARTURE}
    context["reads_words"] = may_read_words(request)
    return render(request, "placements/concerns/concern.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def withdraw(request, number):
    case = _own(request, number)
    if case.state not in STEPS["withdraw"].sources:
        return redirect("path:placement", case.number)
    if request.method == "POST":
        try:
            take_step(case, "withdraw", by=request.acting)
        except StepRefused as refusal:
            case.refresh_from_db(fields=["state"])
            if case.state != State.WITHDRAWN:  # a second click finds it done
                messages.error(request, str(refusal))
                return redirect("path:placement", case.number)
        messages.success(request, _("Withdrawn. Your registration stays, and you may apply elsewhere."))
        return redirect("path:placement", case.number)
    return render(request, "placements/path/withdraw.html", {"case": case})
