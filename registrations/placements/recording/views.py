"""The board of cases, one case, and the small form of each of its steps."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.decorators import staff_page, weighty_within
from portal.accounts.roles import Role
from portal.lib import codes
from portal.lib.dates import short_date, today_in
from portal.lib.paging import shown
from portal.workflow import StepRefused, open_events, problems
from registrations.desk.queue import age_of, short_name
from registrations.doors import file_page
from registrations.models import Registration
from registrations.permissions import REVIEWERS
from registrations.placements.contracts.reading import flags_of
from registrations.placements.doors import case_of_office as _case
from registrations.placements.judging.reading import papers_of
from registrations.placements.models import Placement
from registrations.placements.offers.reading import offer_of
from registrations.placements.permissions import READERS, SEES_PROBLEMS
from registrations.placements.programmes.permissions import ROOM_ROLES
from registrations.placements.recording import board, filters, history, screen
from registrations.placements.recording.forms.board import BoardForm, CaseForm
from registrations.placements.recording.services import record_step
from registrations.placements.recording.table import CLEARING, TABLE, done_label, form_for, row_of
from registrations.placements.workflow import State

RECENT = 2  # moves that are read at a glance; those before are folded
CLEARING_SECONDS = 600  # from the proof that it is the officer to the card
form_page = require_http_methods(["GET", "HEAD", "POST"])


@staff_page(*READERS)
@require_safe
def cases(request):
    """All states at a glance, or one of them page by page."""
    form, by = BoardForm(request.GET), request.acting
    wish, scope = filters.wish_of(form, today_in(by.zone)), Placement.objects.visible_to(by)
    if (found := codes.parse(wish.cari)) and scope.filter(number=found).exclude(state=State.DRAFT).exists():
        return redirect("recording:case", found)
    context = {"wish": wish, "sheet": wish.address(), **filters.choices_for(by)}
    if not wish.tahap:
        context["board"] = board.columns(scope, wish, by.zone)
        context["first"] = board.late_and_still(context["board"], scope, wish)
        context |= {"contracts": flags_of(by).count() if by.role in REVIEWERS else 0}
        context |= {"holds_programmes": by.role in ROOM_ROLES, "holds_orientations": by.role in REVIEWERS}
        context |= {"sees_problems": by.role in SEES_PROBLEMS}
        context |= {"controls_cards": by.role == Role.BP3MI_HEAD}
        return render(request, "registrations/placements/board.html", context)
    last = form.wish("sesudah")
    after = scope.filter(number=last).first() if last else None
    rows, has_more = board.page_of(scope, wish, by.zone, after)
    context |= {
        "title": State(wish.tahap).label,
        "rows": rows,
        "shown": shown(len(rows)),
        "next_address": wish.address(sesudah=rows[-1].number) if has_more else "",
        "first_address": wish.address() if after else "",
        "board_address": wish.address(tahap=""),
    }
    return render(request, "registrations/placements/list.html", context)


@file_page(*READERS)
@require_safe
def of_file(request, number):
    """From a registration to its newest case."""
    files = Registration.objects.visible_to(request.acting)
    registration = get_object_or_404(files, number=codes.parse(number))
    found = Placement.objects.visible_to(request.acting).filter(registration=registration).exclude(state=State.DRAFT)
    newest = found.order_by("-pk").first()
    if newest is None:
        messages.info(request, _("This person has not applied to a vacancy yet."))
        return redirect("desk:screen", registration.number)
    return redirect("recording:case", newest.number)


@file_page(*READERS)
@require_safe
def case(request, number):
    found, by = _case(request, number), request.acting
    freeze, events = found.freeze_reason(), open_events(found, by)
    coming, came_from = screen.coming(found, events), CaseForm(request.GET).wish("dari")
    lines = history.history(found, by)
    context = {
        "case": found,
        "name": found.candidate.name,
        "age": age_of(found, by.zone),
        "following": board.following(Placement.objects.visible_to(by), found, came_from),
        "has_recorded": bool(came_from),
        "freeze": freeze.label if freeze else "",
        "departs": short_date(found.planned_departure_on) if found.planned_departure_on else "",
        "path": screen.path_of(found),
        "path_words": screen.done_of(found),
        "is_gone": found.state not in screen.ON_THE_WAY,
        "coming": coming,
        "to_record": next((step for step in coming if step.address and not step.problems), None),
        "others": screen.others(found, events, coming),
        "history": lines[:RECENT],
        "earlier": lines[RECENT:],
        "earlier_words": ngettext("%(count)d earlier move", "%(count)d earlier moves", len(lines) - RECENT)
        % {"count": len(lines) - RECENT},
        "offer": offer_of(found),
        "papers": papers_of(found),
        "has_contract": found.on_record("contract") is not None,
        "demo_data": found.is_demo,
    }
    return render(request, "registrations/placements/case.html", context)


@file_page(*READERS)
@form_page
def step(request, number, event):
    if event not in TABLE or event in CLEARING:
        raise Http404
    return _step(request, _case(request, number), event)


@file_page(*REVIEWERS)
@form_page
@weighty_within(CLEARING_SECONDS)
def clear(request, number):
    """The last look before the card: by another officer than those before, with the second factor asked again."""
    found = _case(request, number)
    if said := history.cleared_already(found):
        messages.info(request, said)
        return redirect("recording:case", found.number)
    return _step(request, found, "clear_again" if found.state == State.FAILED_DEPARTURE else "issue_e_card")


def _step(request, found, event):
    form, meanwhile = form_for(event, found, request.POST if request.method == "POST" else None), []
    if request.method == "POST" and form.is_valid():
        try:
            return _record(request, found, form)
        except StepRefused as refusal:
            found = _case(request, found.number)
            if event in CLEARING and (said := history.cleared_already(found)):  # somebody was faster
                messages.info(request, said)
                return redirect("recording:case", found.number)
            meanwhile = history.history(found, request.acting, since=form.cleaned_data["seen"])
            form.add_error(None, str(refusal))
            form = form.looking_again_at(found.version)
    context = _page_of_step(request.acting, found, event, form, meanwhile)
    return render(request, "registrations/placements/step.html", context)


def _record(request, found, form):
    facts = {"seen": form.cleaned_data["seen"], "reason": form.cleaned_data.get("reason", "")}
    facts |= {"evidence": form.evidence_row(), "lines": form.lines, "columns": form.columns}
    record_step(request.acting, found, form.taken, behalf=form.behalf, **facts)
    if form.taken == "record_contract":
        return redirect("contracts:case", found.number)
    messages.success(request, _("Recorded: %(step)s.") % {"step": done_label(form.taken, found)})
    return redirect(f"{reverse('recording:case', args=[found.number])}?dari={found.state}")


def _page_of_step(by, found, event, form, meanwhile):
    is_open = event in open_events(found, by)
    against = problems(found, event) if is_open and (meanwhile or not form.is_bound) else []
    is_last_look = event in CLEARING and is_open and not against and found.planned_departure_on
    return {
        "case": found,
        "name": short_name(found.candidate.name),
        "form": form,
        "label": row_of(event, found).label,
        "is_open": is_open,
        "who": screen.who_clears() if event in CLEARING else "",
        "against": against,
        "meanwhile": meanwhile,
        "departs": short_date(found.planned_departure_on) if is_last_look else "",
        "offer": offer_of(found) if row_of(event, found) is not TABLE[event] else None,
    }
