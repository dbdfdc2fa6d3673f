"""People who came home, at the office and in their village: who they are, what they need, what came of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page
from portal.lib import codes
from portal.lib.paging import pagination
from portal.workflow import StepRefused
from registrations.doors import file_page
from registrations.placements import permissions as may
from registrations.placements.doors import tell_of_look
from registrations.placements.home import reading, services
from registrations.placements.home.forms import CasesForm, NeedsForm, OutcomeForm, PurnaForm
from registrations.placements.models import Placement
from registrations.placements.permissions import AT_HOME, READERS
from registrations.placements.workflow import STEPS


@staff_page(*AT_HOME)
@require_safe
def cases(request):
    """Who is not recorded yet stands first; what they need is named to officers alone."""
    after = CasesForm(request.GET).wish("sesudah")
    rows, has_more = reading.page_of(request.acting, after)
    context = {
        "rows": rows,
        "is_officer": request.acting.role in READERS,
        **pagination(len(rows), last=rows[-1]["number"] if has_more else "", is_later=bool(after)),
    }
    return render(request, "registrations/placements/home/cases.html", context)


@file_page(*AT_HOME)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request, number):
    """Record that somebody is home again, with the checklist; later the checklist alone."""
    found = _case(request, number)
    is_new = found.state in STEPS["register_purna"].sources
    form = (PurnaForm if is_new else NeedsForm)(request.POST or None, case=found)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request.acting, found, form, is_new)
        except (ActRefused, StepRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Who can help was noted."))
            return redirect("home:case", found.number)
    context = {
        "case": found,
        "name": found.candidate.name,
        "facts": reading.back_of(found),
        "referrals": reading.referrals_of(found),
        "outcome": OutcomeForm(),
        "form": form,
        "is_new": is_new,
        "to_case": request.acting.role in READERS,
    }
    return render(request, "registrations/placements/home/case.html", context)


def _save(by, case, form, is_new):
    if is_new:
        facts = {"plan": form.cleaned_data["plan"], "seen": form.cleaned_data["seen"]}
        services.register_purna(by, case, answers=form.answers(), **facts)
    else:
        services.save_needs(by, case, form.answers())


@file_page(*AT_HOME)
@require_POST
def outcome(request, number, referral):
    found, form = _case(request, number), OutcomeForm(request.POST)
    if form.is_valid():
        try:
            services.record_outcome(request.acting, found, referral, form.cleaned_data["outcome"])
        except ActRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Noted what came of it."))
    else:
        messages.error(request, _("Choose what came of it."))
    return redirect("home:case", found.number)


def _case(request, number):
    """The case, if whoever asks answers for it; that it was opened is told to the person."""
    by = request.acting
    number = codes.parse(number)
    found = reading.visible_to(by).filter(number=number).first() if number else None
    if found is None or not may.record_at_home(by, found):
        request.refused = Placement.objects.filter(number=number).only("pk").first() if number else None
        raise Http404
    tell_of_look(by, found)
    return found
