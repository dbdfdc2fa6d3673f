"""The room in which batches are prepared, opened and closed, scores come in, results are published, people chosen."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.decorators import staff_page, weighty
from portal.accounts.roles import Role
from portal.audit.services import record
from portal.lib import codes
from portal.lib.dates import long_date, today_in
from portal.lib.paging import pagination
from portal.workflow import StepRefused, problems, take_step
from registrations.desk.queue import short_name
from registrations.disclosures import disclose, disclose_each
from registrations.doors import file_page
from registrations.models import Disclosure
from registrations.permissions import REVIEWERS
from registrations.placements.models import Batch, Programme
from registrations.placements.programmes import listed, reading, services, wording
from registrations.placements.programmes import permissions as may
from registrations.placements.programmes.forms import (
    BatchForm,
    BatchListForm,
    BatchStepForm,
    ChooseForm,
    ProgrammeForm,
    PublishForm,
)
from registrations.placements.programmes.permissions import PUBLISHERS, ROOM_ROLES
from registrations.placements.programmes.workflow import PRESSED, STEPS, State

form_page = require_http_methods(["GET", "HEAD", "POST"])
LABELS = {
    "open": gettext_lazy("Open the sign-up"),
    "close": gettext_lazy("Close the sign-up"),
    "call_off": gettext_lazy("Call the batch off"),
}
PURPOSE = Disclosure.Purpose.PLACEMENT


@staff_page(*ROOM_ROLES)
@require_safe
def batches(request):
    form, by = BatchListForm(request.GET), request.acting
    after = form.wish("sesudah") or ""
    rows, has_more = listed.batches(by, after)
    context = {
        "rows": rows,
        **pagination(len(rows), last=rows[-1]["batch"].number if has_more else "", is_later=bool(after)),
        "programmes": Programme.objects.order_by("name", "pk") if may.keep_programmes(by) else [],
        "keeps": may.keep_programmes(by),
    }
    return render(request, "registrations/placements/programmes/batches.html", context)


@staff_page(Role.MINISTRY_ADMIN)
@form_page
def new_programme(request):
    return _programme(request, Programme())


@staff_page(Role.MINISTRY_ADMIN)
@form_page
def programme(request, code):
    return _programme(request, get_object_or_404(Programme, code=code))


def _programme(request, found):
    form = ProgrammeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = form.save()
        record(request.acting, "programmes.programme_kept", kept, fields=sorted(form.changed_data))
        messages.success(request, _("Kept."))
        return redirect("programme_room:batches")
    title = str(found) if found.pk else _("New programme")
    return render(request, "registrations/placements/programmes/form.html", {"form": form, "title": title})


@staff_page(*ROOM_ROLES)
@form_page
def new_batch(request):
    found = Batch(office_id=request.acting.office_id)
    return _batch_form(request, found, _("New batch"))


@staff_page(*ROOM_ROLES)
@form_page
def change(request, number):
    found = _kept(request, number)
    if found.state not in {State.PREPARED, State.OPEN, State.CLOSED}:
        return redirect("programme_room:batch", found.number)
    return _batch_form(request, found, str(found))


def _batch_form(request, found, title):
    form = BatchForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_batch(form.save(commit=False), form.cleaned_data.get("parts"), by=request.acting)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Kept."))
        return redirect("programme_room:batch", found.number)
    context = {"form": form, "title": title, "back": found.number}
    return render(request, "registrations/placements/programmes/form.html", context)


@staff_page(*ROOM_ROLES)
@require_safe
def batch(request, number):
    found, by = batch_of(request, number), request.acting
    scope = found.sign_ups.visible_to(by) if by.role in REVIEWERS else found.sign_ups.all()
    is_keeper = may.keep(by, found)
    context = reading.page_of(found, today_in(by.zone)) | {
        "badge": listed.LOOKS[State(found.state)],
        "counts": listed.counts(found, found.sign_ups.all() if is_keeper else scope),
        "counts_title": _("Everybody") if is_keeper else _("People of your office"),
        "steps": [(event, LABELS[event]) for event in listed.pressed(found, by)],
        "may_change": is_keeper and found.state in {State.PREPARED, State.OPEN, State.CLOSED},
        "may_score": found.state in STEPS["score"].sources and may.score(by, found),
        "may_publish": found.state in STEPS["publish"].sources and may.publish(by, found),
        "is_public": found.state != State.PREPARED,
        "until": long_date(found.roster_until) if found.roster_until else "",
        "history": listed.history(found, by.zone),
        "scored_by": found.scored_by.name if found.scored_by else "",
    }
    return render(request, "registrations/placements/programmes/batch.html", context)


@staff_page(*ROOM_ROLES)
@form_page
def step(request, number, event):
    if event not in PRESSED:
        raise Http404
    found, by = _kept(request, number), request.acting
    needs_reason = STEPS[event].needs_reason
    form = BatchStepForm(request.POST or None, initial={"seen": found.version}, needs_reason=needs_reason)
    if request.method == "POST" and form.is_valid():
        try:
            take_step(found, event, by=by, **form.cleaned_data)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{found.number}: {STEPS[event].target.label}.")
        return redirect("programme_room:batch", found.number)
    is_open = event in listed.pressed(found, by)
    context = {
        "batch": found,
        "form": form,
        "label": LABELS[event],
        "is_open": is_open,
        "against": problems(found, event) if is_open else [],
        "facts": wording.facts_of_batch(found),
    }
    return render(request, "registrations/placements/programmes/step.html", context)


@staff_page(*ROOM_ROLES)
@require_safe
def people(request, number):
    """The own office's people by name, each told that they stood in this list; for the ministry all, as numbers."""
    found, by = batch_of(request, number), request.acting
    form = BatchListForm(request.GET)
    after = form.wish("sesudah") or ""
    rows, has_more, sign_ups = listed.people(by, found, after)
    if by.role in REVIEWERS:
        disclose_each(by, [row.registration for row in sign_ups], Disclosure.Seen.LIST, purpose=PURPOSE)
    context = {
        "batch": found,
        "rows": rows,
        "with_names": by.role in REVIEWERS,
        **pagination(len(rows), last=rows[-1]["number"] if has_more else "", is_later=bool(after)),
        "no_promise": wording.NO_PROMISE,
    }
    return render(request, "registrations/placements/programmes/people.html", context)


@staff_page(*PUBLISHERS)
@form_page
@weighty
def publish(request, number):
    """By another officer than who brought the last scores; from then on the roster stands."""
    found, by = batch_of(request, number), request.acting
    if not may.keep(by, found):
        raise Http404
    form = PublishForm(request.POST or None, initial={"seen": found.version, "roster_until": found.roster_until})
    if request.method == "POST" and form.is_valid():
        seen, until = form.cleaned_data["seen"], form.cleaned_data["roster_until"]
        try:
            services.publish(found, by=by, seen=seen, until=until)
        except StepRefused as refusal:
            found.refresh_from_db()
            if found.state == State.PUBLISHED and found.published_by_id == by.user_id:  # sent twice
                return redirect("programme_room:batch", found.number)
            form.add_error(None, str(refusal))
            form = form.looking_again_at(found.version)
        else:
            messages.success(request, _("Published. Everybody who was tested is told."))
            return redirect("programme_room:batch", found.number)
    context = {
        "batch": found,
        "form": form,
        "is_open": found.state in STEPS["publish"].sources and may.publish(by, found),
        "would": listed.outcomes(found),
        "ranking": wording.ranking(found),
        "no_promise": wording.NO_PROMISE,
        "scored_by": found.scored_by.name if found.scored_by else "",
    }
    return render(request, "registrations/placements/programmes/publish.html", context)


@file_page(*REVIEWERS)
@form_page
def choose(request, number):
    """An employer abroad chose somebody of the own office from the roster: the way to departure begins."""
    by, row = request.acting, listed.sign_up_at(request.acting, number)
    if row is None or not may.choose(by, row):
        raise Http404
    disclose(by, row.candidate, Disclosure.Seen.FILE, purpose=PURPOSE, registration=row.registration)
    form = ChooseForm(request.POST or None, zone=by.zone)
    if request.method == "POST" and form.is_valid():
        try:
            case = services.choose(row, by=by, **form.cleaned_data)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The case has begun; the person is told that they were chosen."))
            return redirect("recording:case", case.number)
    context = {"row": row, "batch": row.batch, "name": short_name(row.candidate.name), "form": form}
    return render(request, "registrations/placements/programmes/choose.html", context)


def batch_of(request, number):
    found = Batch.objects.visible_to(request.acting).with_page_details()
    return get_object_or_404(found, number=codes.parse(number) or "")


def _kept(request, number):
    """One that whoever asks holds."""
    found = batch_of(request, number)
    if not may.keep(request.acting, found):
        raise Http404
    return found
