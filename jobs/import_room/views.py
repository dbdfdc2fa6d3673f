"""Upload a list, look at its preview, have it written, undo it."""

import csv

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jobs.import_room import services
from jobs.import_room.forms import MOST_MEGABYTES, AskForm, ImportListForm, UploadForm
from jobs.import_room.refused import SHOWN
from jobs.models import ImportBatch
from jobs.models.batch import FILE_LIFE, UNDO_LIFE
from jobs.permissions import CHECKERS
from portal.accounts.decorators import staff_page
from portal.lib import codes, money
from portal.lib.dates import short_moment
from portal.lib.tabular import MOST_ROWS
from portal.workflow import StepRefused

ROWS = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = ImportBatch.State
LOOKS = {
    State.READING: "info", State.PREVIEWED: "turn", State.UNUSABLE: "bad", State.IMPORTING: "info", State.DONE: "ok",
    State.UNDOING: "info", State.UNDONE: "off", State.DROPPED: "off",
}  # fmt: skip


@staff_page(*CHECKERS)
def batches(request):
    """The newest uploads of the office, with the form for one more."""
    form = UploadForm(request.POST or None, request.FILES or None, by=request.acting)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            return redirect(services.upload(request.acting, language=get_language(), **facts))
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
    zone = request.acting.zone
    found = ImportBatch.objects.visible_to(request.acting).select_related("membership__user", "membership__office")
    after = codes.parse(ImportListForm(request.GET).wish("sesudah"))
    last = found.filter(number=after).first() if after else None
    rows = list((found.filter(pk__lt=last.pk) if last else found).order_by("-pk")[: ROWS + 1])
    shown = rows[:ROWS]
    context = {
        "form": form,
        "kinds": [(kind, label, services.IMPORTERS[kind].columns) for kind, label in form.fields["kind"].choices],
        "most_rows": money.number(MOST_ROWS),
        "most_megabytes": MOST_MEGABYTES,
        "undo_days": UNDO_LIFE.days,
        "rows": [_listed(batch, zone) for batch in shown],
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(shown)) % {"count": len(shown)},
        "next_address": f"?sesudah={shown[-1].number}" if len(rows) > ROWS else "",
        "first_address": "?" if last else "",
    }
    return render(request, "jobs/import_room/list.html", context)


def _listed(batch, zone):
    return {
        "batch": batch,
        "look": LOOKS[batch.state],
        "by": f"{batch.membership.user}, {batch.membership.office}",
        "when": short_moment(batch.started_at, zone),
        "counts": "" if batch.state in (State.READING, State.UNUSABLE) else _counts(batch),
    }


def _counts(batch):
    return _("%(created)s new, %(updated)s changed, %(unchanged)s unchanged, %(rejected)s refused") % {
        name: money.number(getattr(batch, name)) for name in ("created", "updated", "unchanged", "rejected")
    }


@staff_page(*CHECKERS)
def batch(request, number):
    one = _batch(request, number)
    zone = one.membership.office.zone
    context = {
        "batch": one,
        "look": LOOKS[one.state],
        "by": f"{one.membership.user}, {one.membership.office}",
        "when": short_moment(one.started_at, zone),
        "done": short_moment(one.done_at, zone) if one.done_at else "",
        "progress": _progress(one) if one.is_waiting else "",
        "figures": _figures(one),
        "refused_shown": one.first_refused,
        "has_more_refused": one.rejected > len(one.first_refused) > 0,
        "most_shown": SHOWN,
        "file_hours": int(FILE_LIFE.total_seconds() // 3600),
        "is_previewed": one.state == State.PREVIEWED,
        "has_effect": bool(one.created or one.updated),
        "undo_until": short_moment(one.done_at + UNDO_LIFE, zone) if one.can_be_undone else "",
        "undone": _undone(one) if one.state == State.UNDONE else "",
    }
    return render(request, "jobs/import_room/batch.html", context)


def _progress(batch):
    known = services.progress_of(batch)
    if known is None:
        return _("Waiting for its turn, or opening the file.")
    done, total = known
    return _("%(done)s of %(total)s rows.") % {"done": money.number(done), "total": money.number(total)}


def _figures(batch):
    if not batch.rows:
        return []
    named = [
        (_("New"), batch.created), (_("Changed"), batch.updated), (_("Unchanged"), batch.unchanged),
        (_("Refused"), batch.rejected),
    ]  # fmt: skip
    return [{"term": _("Rows in the file"), "value": money.number(batch.rows)}] + [
        {"term": term, "value": money.number(count)} for term, count in named
    ]


def _undone(batch):
    counts = {name: money.number(getattr(batch, name)) for name in ("removed", "restored", "left")}
    sentences = [_("%(removed)s vacancies removed, %(restored)s as they were before.") % counts]
    if batch.left:
        sentences.append(
            _("%(left)s were left as they are: an officer or a later list has changed them since.") % counts
        )
    return " ".join(sentences)


@staff_page(*CHECKERS)
@require_POST
def ask(request, number):
    one, form = _batch(request, number), AskForm(request.POST)
    if form.is_valid():
        try:
            services.ask(request.acting, one, form.cleaned_data["wish"])
        except StepRefused as refusal:
            messages.error(request, str(refusal))
    return redirect(one)


@staff_page(*CHECKERS)
@require_safe
def refused(request, number):
    one = _batch(request, number)
    if not one.refused_file or not default_storage.exists(one.refused_file):
        raise Http404
    refused = _("refused")
    name = f"{one.number}-{refused}.xlsx"
    return FileResponse(default_storage.open(one.refused_file), as_attachment=True, filename=name, content_type=XLSX)


@staff_page(*CHECKERS)
@require_safe
def columns(request, kind):
    """An empty list with the names of its columns."""
    if kind not in ImportBatch.Kind.values:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    csv.writer(response).writerow(services.IMPORTERS[kind].columns)
    return response


def _batch(request, number):
    found = ImportBatch.objects.visible_to(request.acting).select_related("membership__user", "membership__office")
    return get_object_or_404(found, number=codes.parse(number))
