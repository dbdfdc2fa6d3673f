"""The screen on which one file is reviewed, and what an officer does there."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.acting import ActRefused
from portal.accounts.models import WorkClaim
from portal.accounts.staff_room.claims import claim, release
from portal.audit.services import record
from portal.lib import codes
from portal.lib.dates import today_in
from portal.workflow import StepRefused, open_events
from registrations import permissions as may
from registrations.desk import history, points, queue, screen, services, steps
from registrations.desk.doors import CONFLICT, desk_file_page
from registrations.desk.forms import (
    FieldForm,
    FlagForm,
    HoldForm,
    PaperForm,
    ScreenForm,
    SeenForm,
    StepForm,
)
from registrations.disclosures import disclose
from registrations.flagging import raise_flag
from registrations.models import Disclosure, Document, Registration
from registrations.papers.viewing import UNSEEN
from registrations.workflow import OPEN, State


@desk_file_page
def review(request, number):
    return _screen(request, _file(request, number))


@desk_file_page
@require_POST
def reveal(request, number):
    """The same screen with the whole NIK, once; that it was shown stands in the audit."""
    registration = _file(request, number)
    record(request.acting, "registrations.nik_shown", registration, fields=["nik", "kk"])
    return _screen(request, registration, is_nik_shown=True)


@desk_file_page
@require_POST
def hold(request, number):
    registration, form = _file(request, number), HoldForm(request.POST)
    if form.is_valid() and queue.may_take(request.acting):
        try:
            (claim if form.cleaned_data["do"] == "take" else release)(request.acting, registration)
        except ActRefused as refusal:
            messages.error(request, str(refusal))
    return redirect("desk:screen", registration.number)


@desk_file_page
@require_POST
def judge(request, number, key):
    """Accept a paper, or mark it to be handed in again."""
    registration = _file(request, number)
    document = get_object_or_404(Document, pk=key, candidate=registration.candidate_id)
    form = PaperForm(request.POST, paper=document.paper)
    if not form.is_valid():
        return _screen(request, registration, faulty=(document, form))
    seen, facts = form.cleaned_data["seen"], {"answers": form.answers}
    try:
        if form.cleaned_data["do"] == "accept":
            services.accept_paper(request.acting, registration, document, seen=seen, **facts)
            messages.success(request, _("Accepted: %(paper)s.") % {"paper": document.get_paper_display()})
        else:
            facts |= {"reason": form.because, "words": form.cleaned_data["words"], "read": form.read}
            services.mark_paper(request.acting, registration, document, seen=seen, **facts)
            messages.success(request, _("Marked: %(paper)s.") % {"paper": document.get_paper_display()})
    except StepRefused as refusal:
        return _refused(
            request, registration, seen, refusal, lambda: _screen(request, registration, (document, form)), form
        )
    return redirect("desk:screen", registration.number)


@desk_file_page
def mark_field(request, number):
    registration = _file(request, number)
    form = FieldForm(request.POST or None, initial={"seen": registration.version})

    def again():
        context = {"registration": registration, "form": form, "name": queue.short_name(registration.candidate.name)}
        return render(request, "registrations/desk/field.html", context)

    if not form.is_valid():
        return again()
    facts = form.cleaned_data
    try:
        services.mark_field(request.acting, registration, **facts)
    except StepRefused as refusal:
        return _refused(request, registration, facts["seen"], refusal, again, form)
    return redirect("desk:screen", registration.number)


@desk_file_page
def doubt(request, number):
    """Ask for a second pair of eyes."""
    registration, form = _file(request, number), FlagForm(request.POST or None)
    if form.is_valid():
        raise_flag(request.acting, registration, form.cleaned_data["kind"])
        messages.success(request, _("Two officers look at this file now. The person does not read it."))
        return redirect("desk:screen", registration.number)
    context = {"registration": registration, "form": form, "name": queue.short_name(registration.candidate.name)}
    return render(request, "registrations/desk/doubt.html", context)


@desk_file_page
@require_POST
def unmark(request, number, key):
    registration, form = _file(request, number), SeenForm(request.POST)
    if form.is_valid():
        try:
            services.unmark(request.acting, registration, key, seen=form.cleaned_data["seen"])
        except StepRefused as refusal:
            messages.error(request, str(refusal))
    return redirect("desk:screen", registration.number)


@desk_file_page
def step(request, number, event):
    """One step: its own page asks for what it needs; a button of the dock sends the form at once."""
    registration = _file(request, number)
    if event not in steps.LABELS:
        raise Http404
    form = StepForm(request.POST or None, registration=registration, event=event)

    def again():
        context = {
            "registration": registration,
            "name": queue.short_name(registration.candidate.name),
            "form": form,
            "label": steps.LABELS[event],
            "css": "btn-danger" if event in steps.HARD else "btn-primary",
            "effect": steps.EFFECTS[event],
            "is_open": event in open_events(registration, request.acting),
            "appeal": steps.APPEAL if event in {"propose_rejection", "reject"} else "",
            "proposal": _proposal(registration) if event in {"reject", "drop_proposal"} else None,
        }
        return render(request, "registrations/desk/step.html", context)

    if not form.is_valid():
        return again()
    facts = form.cleaned_data
    try:
        registration = services.advance(request.acting, registration, event, **facts)
    except StepRefused as refusal:
        if registration.was_taken(event, by=request.acting, seen=facts["seen"], reason=facts.get("reason", "")):
            return redirect("desk:screen", registration.number)
        return _refused(request, registration, facts["seen"], refusal, again, form)
    done = {"number": registration.number, "step": steps.LABELS[event]}
    messages.success(request, _("%(number)s: %(step)s.") % done)
    still_here = Registration.objects.at_desk(request.acting).filter(pk=registration.pk).exists()
    is_next = event in services.HANDS_ON or not still_here
    return redirect("desk:files") if is_next else redirect("desk:screen", registration.number)


def _proposal(registration):
    """(ground, reason) of the rejection that was proposed; the reason "" where none is kept."""
    proposed = registration.history.filter(event="propose_rejection").select_related("reason").order_by("-pk").first()
    reason = proposed.reason.text if proposed and hasattr(proposed, "reason") else ""
    return registration.get_rejection_ground_display(), reason


def _refused(request, registration, seen, refusal, again, form):
    """Where somebody was faster a page says who and what; else the same page with the sentence."""
    registration.refresh_from_db(
        fields=["version", "state", "office", "first_by", "rejection_proposed_by", "is_held_back"]
    )
    if registration.version == seen:
        form.add_error(None, str(refusal))
        return again()
    context = {
        "registration": registration,
        "name": queue.short_name(registration.candidate.name),
        "state": queue.state_label(registration),
        "history": history.history(registration, request.acting.zone, since=seen),
    }
    return render(request, "registrations/desk/conflict.html", context, status=CONFLICT)


def _file(request, number):
    """The file, if it stands at this desk; that it was opened is told to the person."""
    found = Registration.objects.visible_to(request.acting).exclude(state=State.DRAFT)
    found = found.select_related("candidate__village__district__regency", "regency", "office__province", "first_by")
    registration = get_object_or_404(found, number=codes.parse(number))
    # One's own, and what the office only typed for somebody, stand in other rooms.
    if not may.return_(request.acting, registration):
        raise Http404
    disclose(request.acting, registration.candidate, Disclosure.Seen.FILE, registration=registration)
    return registration


def _screen(request, registration, faulty=None, is_nik_shown=False):
    """``faulty``: (document, form) of a judgement that was not taken, with what was typed."""
    by = request.acting
    dock, more = steps.buttons(registration, by)
    held = WorkClaim.objects.standing().on(registration).select_related("membership__user").first()
    marks = screen.marks(registration)
    context = {
        "registration": registration,
        "name": queue.short_name(registration.candidate.name),
        "headline": screen.headline(registration, by.zone, today_in(by.zone)),
        "state": queue.state_label(registration),
        "look": queue.look_of(registration),
        "flags": screen.flags_of(registration),
        "first_by": registration.first_by or "",
        "is_plain": _is_plain(registration),
        "evidence": screen.evidence(registration),
        "twins": screen.twins(registration, by),
        "may_accept": may.review(by, registration),
        "may_mark": registration.state == State.IN_REVIEW and may.return_(by, registration),
        "is_open": registration.state in OPEN,
        "is_verified": registration.state == State.VERIFIED,
        "is_nik_shown": is_nik_shown,
        "marks": marks,
        "answers": screen.answers(registration, by.zone),
        "dock": dock,
        "obstacles": [(button.label, button.problems) for button in dock if button.problems],
        "others": more,
        "history": history.history(registration, by.zone),
        "holder": held.membership.user if held else "",
        "is_mine": bool(held and held.membership_id == by.membership.pk),
        "may_take": queue.may_take(by),
        "demo_data": registration.is_demo,
    }
    context |= _paper(request, registration, marks, faulty, context)
    return render(request, "registrations/desk/screen.html", context)


def _is_plain(registration):
    """Nothing to say above the papers: it is being checked, like most of them."""
    stands_out = registration.needs_second_pair or registration.rejection_proposed_by_id
    return registration.state == State.IN_REVIEW and not stands_out and not registration.flags.standing().exists()


def _paper(request, registration, marks, faulty, context):
    """The paper that is looked at, with its points where it can be judged, and the list of all papers."""
    wish = ScreenForm(request.POST if context["is_nik_shown"] else request.GET)
    is_nik_shown, marked = context["is_nik_shown"], {mark.paper for mark in marks}
    first, others = screen.papers_of(registration)
    documents = screen.current_documents(registration)
    paper = faulty[0].paper if faulty else screen.chosen(wish.wish("surat"), first, documents, marked)
    versions = list(Document.objects.filter(candidate=registration.candidate_id, paper=paper).order_by("-version"))
    current, version = documents.get(paper), None if faulty else wish.wish("versi")
    shown = next((one for one in versions if one.version == version), current) if version else current
    form = None
    if shown and shown == current and shown.state not in UNSEEN and context["may_mark"]:
        form = faulty[1] if faulty else PaperForm(paper=paper, initial={"seen": registration.version})
    zone = request.acting.zone
    return {
        "strip": screen.strip_of(registration, documents, is_nik_shown=is_nik_shown),
        "links": screen.links(registration, first, others, documents, marked, paper),
        "title": points.title(paper),
        "paper": paper,
        "shown": shown,
        "is_current": shown == current,
        "pages": screen.pages_of(shown, is_demo=registration.is_demo) if shown else [],
        "judged": history.judged(shown, zone),
        "findings": [] if form else history.findings(shown, points.of(paper), zone),
        "versions": [one for one in versions if one != shown],
        "is_gone": bool(shown) and shown.state == Document.State.INFECTED,
        "form": form,
        "points": screen.point_rows(form, registration, shown, is_nik_shown=is_nik_shown) if form else [],
    }
