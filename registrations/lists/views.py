"""Upload a list of people, say what its columns are, look at what would come of it, have it written; take one along."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs.choices import Scheme
from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page, weighty
from portal.lib import codes, money
from portal.lib.dates import short_moment, today_in
from portal.lib.tabular import Unusable
from portal.places.models import Regency
from portal.workflow import StepRefused
from registrations.desk.queue import Tab
from registrations.doors import file_page
from registrations.lists import exporting, services
from registrations.lists.forms import ColumnsForm, ExportForm, ScopeForm, UploadForm
from registrations.lists.undo import take_back
from registrations.models import CandidateList
from registrations.permissions import DESK_ROLES, REVIEWERS

ROWS = 25
MOST_SHOWN = 100  # refused rows on the page; the file has them all
State = CandidateList.State
LOOKS = {State.UPLOADED: "turn", State.WRITTEN: "ok", State.UNDONE: "off", State.DROPPED: "off"}
form_page = require_http_methods(["GET", "HEAD", "POST"])


@staff_page(*DESK_ROLES)
@form_page
def lists(request):
    """The newest lists of the office, with the form for one more."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = services.upload(request.acting, form.cleaned_data["file"].read())
        except (Unusable, ActRefused) as reason:
            form.add_error("file", str(reason))
        else:
            return redirect("lists:columns", batch.number)
    found = CandidateList.objects.visible_to(request.acting).select_related("membership__user").defer("refused")
    found = found.order_by("-pk")[:ROWS]
    context = {
        "form": form,
        "rows": [_row(one, request.acting.zone) for one in found],
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(found)) % {"count": len(found)},
    }
    return render(request, "registrations/lists/lists.html", context)


def _row(batch, zone):
    counts = {name: money.number(getattr(batch, name)) for name in ("created", "updated", "unchanged", "rejected")}
    written = _("%(created)s new, %(updated)s changed, %(unchanged)s unchanged, %(rejected)s refused") % counts
    return {
        "batch": batch,
        "when": short_moment(batch.written_at, zone),
        "by": str(batch.membership.user) if batch.membership else "",
        "look": LOOKS[State(batch.state)],
        "counts": written if batch.state == State.WRITTEN else "",
    }


@file_page(*DESK_ROLES)
@form_page
def columns(request, number):
    batch = _batch(request, number)
    if batch.state != State.UPLOADED:
        return redirect(batch)
    try:
        header = services.header_of(batch)
    except Unusable as reason:
        messages.error(request, str(reason))
        return redirect("lists:lists")
    form = ColumnsForm(request.POST or None, header=header, columns=services.columns_for(batch, header))
    if request.method == "POST" and form.is_valid():
        try:
            services.look(request.acting, batch, form.columns())
        except (Unusable, StepRefused) as reason:
            form.add_error(None, str(reason))
        else:
            return redirect(batch)
    return render(request, "registrations/lists/columns.html", {"form": form, "batch": batch})


@file_page(*DESK_ROLES)
@require_safe
def one_list(request, number):
    """Before writing what would come of it, afterwards what came of it."""
    batch = _batch(request, number)
    is_new = batch.state == State.UPLOADED
    if is_new and not batch.columns:
        return redirect("lists:columns", batch.number)
    refused = [(row, " ".join(sentences)) for row, sentences in batch.refused]
    context = {
        **_row(batch, request.acting.zone),
        "figures": _figures(batch) if batch.rows else [],
        "may_write": is_new and bool(batch.created or batch.updated),
        "is_new": is_new,
        "may_undo": batch.is_undoable,
        "undone": _undone(batch) if batch.state == State.UNDONE else "",
        "doubts": _doubts(batch) if batch.doubts and request.acting.role in REVIEWERS else "",
        "refused": refused[:MOST_SHOWN],
        "is_cut": len(refused) > MOST_SHOWN,
    }
    return render(request, "registrations/lists/list.html", context)


def _doubts(batch):
    words = ngettext(
        "%(count)s pair of files may be of one person.", "%(count)s pairs of files may be of one person.", batch.doubts
    )
    return words % {"count": money.number(batch.doubts)}


def _undone(batch):
    counts = {name: money.number(getattr(batch, name)) for name in ("removed", "restored", "left")}
    words = _(
        "%(removed)s people removed, %(restored)s as they were before; %(left)s left, whom somebody or a later list has"
        " worked on since."
    )
    return words % counts


def _figures(counts):
    """Whether a NIK is known at another office is not said: a list of one row would ask it of anybody."""
    named = [
        (_("Rows in the file"), counts.rows), (_("New"), counts.created), (_("Changed"), counts.updated),
        (_("Unchanged"), counts.unchanged), (_("Refused"), counts.rejected),
    ]  # fmt: skip
    return [{"term": term, "value": money.number(count)} for term, count in named]


@file_page(*DESK_ROLES)
@require_POST
def write(request, number):
    batch = _batch(request, number)
    try:
        services.write(request.acting, batch)
    except (Unusable, StepRefused) as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("The list is written. Nobody was told anything yet."))
    return redirect(batch)


@file_page(*DESK_ROLES)
@require_POST
def undo(request, number):
    batch = _batch(request, number)
    try:
        take_back(request.acting, batch)
    except StepRefused as reason:
        messages.error(request, str(reason))
    return redirect(batch)


@file_page(*DESK_ROLES)
@require_safe
def refused(request, number):
    batch = _batch(request, number)
    try:
        rows = services.refused_rows(request.acting, batch)
    except Unusable as error:
        raise Http404 from error
    # Of a CSV a spreadsheet makes numbers, and a NIK loses its last digit.
    sheet = exporting.sheet_of(rows)
    return FileResponse(sheet, as_attachment=True, filename=f"{batch.number}.xlsx", content_type=exporting.XLSX)


@staff_page(*DESK_ROLES)
@form_page
@weighty
def export(request):
    """The people of the queue as it was shown, as a sheet to take along."""
    wish, form, by = ScopeForm(request.GET), ExportForm(request.POST or None), request.acting
    tab = wish.wish("tab")
    facts = {"regency": wish.wish("kabupaten"), "scheme": wish.wish("skema"), "is_flagged": wish.wish("tanda")}
    facts["runs_out"] = wish.wish("habis")
    found = exporting.scope(by, tab, **facts)
    if request.method == "POST" and form.is_valid():
        try:
            keys = exporting.take(by, found, purpose=form.cleaned_data["purpose"])
        except ActRefused as reason:
            form.add_error(None, str(reason))
        else:
            name = f"berkas-{today_in(by.zone):%Y-%m-%d}"
            return exporting.as_file(exporting.rows_of(by, keys), name, form.cleaned_data["kind"])
    count = found[: exporting.MOST_EXPORTED + 1].count()
    regency = Regency.objects.filter(pk=facts["regency"]).first() if facts["regency"] else ""
    scheme = Scheme(facts["scheme"]).label if facts["scheme"] else ""
    flagged = _("Only where two have to look") if facts["is_flagged"] else ""
    ending = _("A paper ends before it is needed") if facts["runs_out"] else ""
    context = {
        "form": form,
        "what": ", ".join(str(one) for one in (Tab(tab).label if tab else "", regency, scheme, flagged, ending) if one),
        "is_part": bool(tab),
        "count": ngettext("%(count)s person", "%(count)s people", count) % {"count": money.number(count)},
    }
    return render(request, "registrations/lists/export.html", context)


def _batch(request, number):
    found = CandidateList.objects.visible_to(request.acting).select_related("membership__user", "office")
    return get_object_or_404(found, number=codes.parse(number) or "")
