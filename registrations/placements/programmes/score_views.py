"""Scores on their way in: the numbers to be filled in, a list that is looked at first, the points of one person."""

import csv

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.decorators import staff_page
from portal.audit.services import record
from portal.lib import money
from portal.lib.dates import short_moment
from portal.lib.tabular import Unusable
from portal.workflow import StepRefused
from registrations.placements.models import ScoreList
from registrations.placements.programmes import permissions as may
from registrations.placements.programmes import scores as scoring
from registrations.placements.programmes.forms import OneScoreForm, ScoreFileForm
from registrations.placements.programmes.permissions import ROOM_ROLES
from registrations.placements.programmes.room_views import batch_of
from registrations.placements.programmes.workflow import BEFORE_RESULT

form_page = require_http_methods(["GET", "HEAD", "POST"])


@staff_page(*ROOM_ROLES)
@require_safe
def sheet(request, number):
    """All numbers of the batch with a column for each part, to be filled in and brought back: no names."""
    found = _scored(request, number)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.number}.csv"'
    parts = [part.name for part in found.parts.all()]
    write = csv.writer(response).writerow
    write([scoring.NUMBER, *parts])
    numbers = found.sign_ups.filter(standing__in=sorted(BEFORE_RESULT)).order_by("pk").values_list("number", flat=True)
    for one in numbers.iterator():
        write([one, *("" for _part in parts)])
    record(request.acting, "programmes.numbers_fetched", found)
    return response


@staff_page(*ROOM_ROLES)
@form_page
def scores(request, number):
    found = _scored(request, number)
    form = ScoreFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = scoring.look(request.acting, found, form.cleaned_data["file"].read())
        except (Unusable, StepRefused) as reason:
            form.add_error("file", str(reason))
        else:
            return redirect("programme_room:score_list", found.number, kept.pk)
    context = {"batch": found, "form": form, "columns": [scoring.NUMBER, *(part.name for part in found.parts.all())]}
    return render(request, "registrations/placements/programmes/scores.html", context)


@staff_page(*ROOM_ROLES)
@form_page
def score_one(request, number):
    found = _scored(request, number)
    form = OneScoreForm(request.POST or None, batch=found)
    if request.method == "POST" and form.is_valid():
        who = form.cleaned_data["number"]
        try:
            is_new = scoring.write_one(request.acting, found, who, form.scores)
        except StepRefused as refusal:
            form.add_error("number", str(refusal))
        else:
            said = _("%(number)s: written.") if is_new else _("%(number)s: that is what stood there already.")
            messages.success(request, said % {"number": who})
            return redirect("programme_room:score_one", found.number)
    context = {"form": form, "title": _("Scores of one person"), "back": found.number}
    return render(request, "registrations/placements/programmes/form.html", context)


@staff_page(*ROOM_ROLES)
@form_page
def score_list(request, number, key):
    """Before writing what would come of it, afterwards what came of it."""
    found = _scored(request, number)
    kept = get_object_or_404(ScoreList.objects.select_related("membership__user"), batch=found, pk=key)
    if request.method == "POST":
        try:
            scoring.write(request.acting, kept)
        except (Unusable, StepRefused) as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("The scores are written. Nothing is published yet."))
        return redirect("programme_room:score_list", found.number, key)
    named = (
        (_("Rows in the file"), kept.rows), (_("New"), kept.created), (_("Changed"), kept.updated),
        (_("Unchanged"), kept.unchanged), (_("Refused"), kept.rejected),
    )  # fmt: skip
    context = {
        "batch": found,
        "figures": [{"term": term, "value": money.number(count)} for term, count in named],
        "refused": [(row, " ".join(sentences)) for row, sentences in kept.refused],
        "is_cut": kept.rejected > len(kept.refused),
        "may_write": not kept.written_at and bool(kept.created or kept.updated) and bool(kept.content),
        "is_written": bool(kept.written_at),
        "who": kept.membership.user.name,
        "when": short_moment(kept.written_at or kept.uploaded_at, request.acting.zone),
    }
    return render(request, "registrations/placements/programmes/score_list.html", context)


def _scored(request, number):
    """One whose scores whoever asks may record; a batch one takes part in is none."""
    found = batch_of(request, number)
    if not may.score(request.acting, found):
        raise Http404
    return found
