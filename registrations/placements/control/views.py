"""What the daily control of cards has found, for heads and the ministry; case and card numbers, no names."""

import shutil
import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page
from portal.accounts.roles import Role
from portal.audit.services import record
from portal.lib import money
from portal.lib.dates import short_moment
from portal.lib.spreadsheets import Unusable
from registrations.placements.control import services
from registrations.placements.control.forms import CardListForm, SettleForm
from registrations.placements.models import CardList, ControlFinding, ControlRun

MOST_SHOWN = 100
form_page = require_http_methods(["GET", "HEAD", "POST"])


@staff_page(*services.ROLES)
@require_safe
def findings(request):
    by = request.acting
    found = services.visible_to(by).select_related("placement", "office", "settled_by__user")
    standing = found.filter(settled_at=None).order_by("-pk")
    context = {
        "rows": [_row(one, by) for one in standing[:MOST_SHOWN]],
        "is_cut": standing.count() > MOST_SHOWN,
        "settled": [_row(one, by) for one in found.exclude(settled_at=None).order_by("-settled_at")[:20]],
        "last": _last_run(by),
    }
    return render(request, "registrations/placements/control/findings.html", context)


def _row(finding, by):
    return {
        "key": finding.pk,
        "what": finding.get_kind_display(),
        "number": finding.placement.number if finding.placement else "",
        "is_here": finding.office_id is not None and finding.office_id == by.office_id,
        "card": finding.card_number,
        "office": finding.office or "",
        "since": short_moment(finding.found_at, by.zone),
        "settled": short_moment(finding.settled_at, by.zone) if finding.settled_at else "",
        "who": finding.settled_by.user.name if finding.settled_by else "",
        "reason": finding.reason,
    }


def _last_run(by):
    """When it ran last and what it saw, in sentences; None before the first run."""
    run = ControlRun.objects.order_by("-pk").first()
    if run is None:
        return None
    audited = ControlRun.objects.exclude(audit_findings=None).order_by("-pk").first()
    seen = {"cases": money.number(run.cases), "cards": money.number(run.cards)}
    return {
        "when": short_moment(run.ran_at, by.zone),
        "seen": _("Cases compared: %(cases)s. Cards on official lists: %(cards)s.") % seen,
        "audit": _audit(audited, by) if audited else "",
        "is_audit_bad": bool(audited and audited.audit_findings),
    }


def _audit(run, by):
    when = {"when": short_moment(run.ran_at, by.zone)}
    if not run.audit_findings:
        return _("The audit was read on %(when)s: everything is as it was written.") % when
    words = ngettext(
        "The audit was read on %(when)s: %(count)s place is not as it was written.",
        "The audit was read on %(when)s: %(count)s places are not as they were written.",
        run.audit_findings,
    )
    return words % (when | {"count": run.audit_findings})


@staff_page(*services.ROLES)
@form_page
def finding(request, key):
    found = services.visible_to(request.acting).filter(pk=key).first()
    if found is None:
        record(request.acting, "placements.address_refused", ControlFinding.objects.filter(pk=key).only("pk").first())
        raise Http404
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.settle(request.acting, found, form.cleaned_data["reason"])
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Settled. It stays on record with your words."))
            return redirect("control:findings")
    may_settle = services.may_settle(request.acting, found)
    context = {"row": _row(found, request.acting), "form": form if may_settle and not found.settled_at else None}
    context["is_of_ministry"] = not may_settle and not found.settled_at
    return render(request, "registrations/placements/control/finding.html", context)


@staff_page(*services.ROLES)
@form_page
def card_list(request):
    """A list is tried out first; nothing is held against it before somebody has read what it would find."""
    by = request.acting
    form = CardListForm(request.POST or None, request.FILES or None, zone=by.zone)
    if request.method == "POST" and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("issued_from", "issued_until")}
        try:
            _read(by, form.cleaned_data["file"], days)
        except Unusable as reason:
            form.add_error("file", str(reason))
        else:
            return redirect("control:card_list")
    tried = _tried(by)
    context = {"form": form, "tried": tried, "preview": services.preview(tried) if tried else []}
    return render(request, "registrations/placements/control/card_list.html", context)


def _read(by, file, days):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        with path.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        return services.try_list(by, path, **days)


def _tried(by):
    office = None if by.role == Role.MINISTRY_ADMIN else by.office_id
    return CardList.objects.filter(office=office, kept_at=None).first()


@staff_page(*services.ROLES)
@require_POST
def keep_list(request):
    if tried := _tried(request.acting):
        services.keep_list(request.acting, tried)
        services.run_control(reads_audit=False)
        messages.success(request, _("Kept and compared."))
    return redirect("control:findings")
