"""One paper of a case: look at it, accept it or have it handed in again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jobs import papers as paper_names
from jobs.choices import Paper
from portal.accounts.decorators import staff_page
from portal.lib.paging import pagination
from portal.workflow import StepRefused
from registrations.desk.queue import short_name
from registrations.doors import file_page
from registrations.models import Document
from registrations.permissions import REVIEWERS
from registrations.placements import permissions as may
from registrations.placements.doors import case_of_office
from registrations.placements.judging import reading
from registrations.placements.judging.forms import JudgeForm, WaitingForm
from registrations.placements.judging.services import judge
from registrations.placements.permissions import READERS


@staff_page(*REVIEWERS)
@require_safe
def waiting(request):
    """Papers that were handed in for a case and nobody has judged."""
    after = WaitingForm(request.GET).wish("sesudah")
    rows, last = reading.page_waiting(request.acting, after)
    context = {"rows": rows, **pagination(len(rows), last=last, is_later=bool(after))}
    return render(request, "registrations/placements/judging/waiting.html", context)


@file_page(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request, number, paper):
    case = case_of_office(request, number)
    if paper not in Paper.values or not case.papers.judged_here().filter(paper=paper).exists():
        raise Http404
    document = get_object_or_404(Document.objects.current(), candidate=case.candidate_id, paper=paper)
    form = JudgeForm(request.POST or None, initial={"version": document.version})
    if request.method == "POST" and form.is_valid():
        seen = Document.objects.filter(candidate=case.candidate_id, paper=paper, version=form.cleaned_data["version"])
        try:
            judge(request.acting, case, seen.first() or document, reason=form.because)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Given back: %(paper)s.") if form.because else _("Accepted: %(paper)s.")
            messages.success(request, said % {"paper": document.get_paper_display()})
            return redirect("recording:case", case.number)
    context = {
        "case": case,
        "name": short_name(case.candidate.name),
        "title": paper_names.name(Paper(paper)).name,
        "document": document,
        "facts": reading.facts_of(document),
        "pages": reading.pages_of(document),
        "is_judge": may.record(request.acting, case),
        "form": form,
    }
    return render(request, "registrations/placements/judging/paper.html", context)
