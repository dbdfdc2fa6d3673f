"""Verified files that have no number in SISKOP2MI yet, the panel to copy one, and lists from there held against ours."""

import shutil
import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jobs.search import capped_count
from portal.accounts.decorators import staff_page
from portal.audit.services import record
from portal.lib import codes, money
from portal.lib.dates import short_date, short_moment
from portal.lib.tabular import Unusable
from portal.workflow import StepRefused
from registrations import permissions as may
from registrations.desk.queue import short_name
from registrations.disclosures import disclose
from registrations.doors import file_page
from registrations.models import Disclosure, OfficialList, OfficialRow, Registration
from registrations.official import mapping, services
from registrations.official.forms import OfficialIdForm, OfficialListForm, QueueForm
from registrations.permissions import DESK_ROLES
from registrations.workflow import State

ROWS = 25
MOST_SHOWN = 100  # of each outcome
_FIELDS = {
    "nik": "NIK", "official_id": Registration._meta.get_field("official_id").verbose_name,
    "name": gettext_lazy("name"), "birth_date": gettext_lazy("birth date"),
}  # fmt: skip


def _unrecorded(by):
    return Registration.objects.at_desk(by).without_number()


@staff_page(*DESK_ROLES)
def queue(request):
    """Longest verified first. As in the desk's queue names are short: whole ones stand where a look is noted."""
    after = QueueForm(request.GET).wish("sesudah")
    found = _unrecorded(request.acting).with_people().order_by("state_since", "pk")
    last = _unrecorded(request.acting).filter(number=after).first() if after else None
    if last:
        found = found.filter(state_since__gte=last.state_since).exclude(state_since=last.state_since, pk__lte=last.pk)
    rows = list(found[: ROWS + 1])
    zone = request.acting.zone
    context = {
        "rows": [
            {
                "number": row.number,
                "name": short_name(row.candidate.name),
                "place": str(row.candidate.village.district.regency),
                "since": short_date(row.state_since.astimezone(zone).date()),
            }
            for row in rows[:ROWS]
        ],
        "count": capped_count(_unrecorded(request.acting)),
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(rows[:ROWS])) % {"count": len(rows[:ROWS])},
        "next_address": f"?sesudah={rows[ROWS - 1].number}" if len(rows) > ROWS else "",
        "first_address": "?" if last else "",
    }
    return render(request, "registrations/official/queue.html", context)


@file_page(*DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def copy_panel(request, number):
    """The fields in the order of the official form, and where its number is written down."""
    visible = Registration.objects.visible_to(request.acting).with_people().select_related("destination__country")
    registration = get_object_or_404(visible.filter(state=State.VERIFIED), number=codes.parse(number) or "")
    if not may.return_(request.acting, registration):
        raise Http404
    form = OfficialIdForm(request.POST or None, initial={"seen": registration.version})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            services.record_official_id(registration, facts["official_id"], by=request.acting, seen=facts["seen"])
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The number is recorded."))
            return redirect("official:queue")
    disclose(request.acting, registration.candidate, Disclosure.Seen.FILE, registration=registration)
    record(request.acting, "registrations.nik_shown", registration, fields=["nik", "kk"])
    values = mapping.values_of(registration)
    context = {
        "registration": registration,
        "form": form,
        "fields": [{"field": field, "value": values[field.value]} for field in mapping.fields()],
        "is_checked": mapping.is_checked(),
    }
    return render(request, "registrations/official/copy_panel.html", context)


@staff_page(*DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def official_list(request):
    """Upload a list; below it what the office's last one said."""
    form = OfficialListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _read(request.acting, form.cleaned_data["file"])
        except Unusable as reason:
            form.add_error("file", str(reason))
        else:
            return redirect("official:list")
    kept = OfficialList.objects.filter(office=request.acting.office_id).first()
    context = {
        "form": form,
        "columns": [(names[0], ", ".join(names[1:])) for names in mapping.column_names().values()],
        "kept": kept,
        "read_at": short_moment(kept.read_at, request.acting.zone) if kept else "",
        "matched": money.number(kept.matched) if kept else "",
        "outcomes": _outcomes(kept, request.acting) if kept else [],
    }
    return render(request, "registrations/official/list.html", context)


def _read(by, file):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        with path.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        return services.read_list(by, path)


def _outcomes(kept, by):
    """Each outcome that occurs: how many rows, and the first of them. Files of others are not named."""
    mine = set(
        Registration.objects.visible_to(by).filter(pk__in=kept.rows.values("registration")).values_list("pk", flat=True)
    )
    found = []
    for outcome in OfficialRow.Outcome:
        rows = kept.rows.filter(outcome=outcome).select_related("registration").order_by("pk")
        count = rows.count()
        if outcome == OfficialRow.Outcome.MISSING_THERE:
            count = kept.missing_there
        if count:
            shown = [_shown(row, mine) for row in rows[:MOST_SHOWN]]
            found.append(
                {
                    "code": outcome.value,
                    "label": outcome.label,
                    "count": money.number(count),
                    "rows": shown,
                    "is_cut": count > len(shown),
                    "may_record": outcome == OfficialRow.Outcome.TO_RECORD,
                }
            )
    return found


def _shown(row, mine):
    return {
        "line": row.line or "",
        "number": row.registration.number if row.registration_id in mine else "",
        "official_id": row.official_id,
        "fields": ", ".join(str(_FIELDS[name]) for name in row.fields),
    }


@staff_page(*DESK_ROLES)
@require_POST
def record_all(request):
    kept = get_object_or_404(OfficialList, office=request.acting.office_id)
    done, refused = services.record_from(kept, by=request.acting)
    words = ngettext("%(count)s number is recorded.", "%(count)s numbers are recorded.", done)
    messages.success(request, words % {"count": money.number(done)})
    if refused:
        words = ngettext("%(count)s file has changed meanwhile.", "%(count)s files have changed meanwhile.", refused)
        messages.warning(request, words % {"count": money.number(refused)})
    return redirect("official:list")
