"""A vacancy from scratch, a draft being changed, and a copy for the next order."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jobs.drafts.costs import lines_for
from jobs.drafts.forms import DraftForm, KeyForm
from jobs.drafts.services import save_draft
from jobs.models import Vacancy
from jobs.permissions import CHECKERS
from jobs.services import copy_vacancy
from jobs.workflow import State
from portal.accounts.decorators import staff_page
from portal.lib import codes
from portal.workflow import StepRefused


@staff_page(*CHECKERS)
def new(request):
    return _edit(request, None)


@staff_page(*CHECKERS)
def edit(request, number):
    vacancy = _vacancy(number)
    if request.method != "POST" and vacancy.state != State.DRAFT:
        raise Http404
    return _edit(request, vacancy)


@staff_page(*CHECKERS)
@require_POST
def copy(request, number):
    form = KeyForm(request.POST)
    draft = copy_vacancy(request.acting, _vacancy(number), form.cleaned_data["key"] if form.is_valid() else None)
    messages.success(request, _("A copy. Dates, permit and numbers are those of the next order: please fill them in."))
    return redirect("drafts:edit", draft.number)


def _edit(request, vacancy):
    typed = request.POST if request.method == "POST" else None  # an empty form is one too
    form = DraftForm(typed, instance=vacancy)
    lines = lines_for(vacancy, typed)
    # Both are read, so that all that is wrong is told at once.
    if request.method == "POST" and all([form.is_valid(), lines.is_valid()]):
        try:
            draft = save_draft(
                request.acting,
                vacancy,
                form.facts,
                employer_name=form.cleaned_data["employer_name"],
                agency_name=form.cleaned_data["agency_name"],
                lines=lines.lines,
                seen=form.cleaned_data["seen"] if vacancy else None,
                key=form.cleaned_data["key"],
            )
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            if vacancy:
                form.looking_again_at(_vacancy(vacancy.number).version)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("check_room:screen", draft.number)
    if request.method == "POST" and not lines.is_valid():
        form.add_error(None, _("The cost table has a line to put right."))
    context = {"form": form, "lines": lines, "vacancy": vacancy, "demo_data": bool(vacancy and vacancy.is_demo)}
    return render(request, "jobs/drafts/edit.html", context)


def _vacancy(number):
    vacancies = Vacancy.objects.select_related("employer", "partner_agency", "permit", "placement_company")
    return get_object_or_404(vacancies, number=codes.parse(number))
