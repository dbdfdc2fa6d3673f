"""The planning room: events of the office, one event with its sessions, lines and counts. All forms work without scripts."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outreach.models import Event, Session
from outreach.plan import counting, counts, doubles, reach, reading, services
from outreach.plan import lines as line_forms
from outreach.plan import permissions as may
from outreach.plan.forms import (
    ChangeSessionForm,
    DoubleForm,
    FactsForm,
    ListForm,
    NewForm,
    SessionForm,
    StepForm,
    differing,
)
from outreach.plan.lists import Tab, page_of, tabs
from outreach.workflow import STEPS, State
from portal.accounts.decorators import staff_page
from portal.lib import codes
from portal.lib.paging import pagination
from portal.workflow import StepRefused, problems, take_step

form_page = require_http_methods(["GET", "HEAD", "POST"])


@staff_page(*may.ROOM_ROLES)
@require_safe
def events(request):
    form, by = ListForm(request.GET), request.acting
    tab, after = Tab(form.wish("tab")), form.wish("sesudah") or ""
    rows, last = page_of(by, tab, after)
    context = {
        "rows": [reading.line_of(row) for row in rows],
        "tab": tab.value,
        "tabs": tabs(by),
        **pagination(len(rows), last=last, is_later=bool(after), tab=tab.value),
    }
    return render(request, "outreach/plan/events.html", context)


@staff_page(*may.ROOM_ROLES)
@form_page
def new(request):
    typed = request.POST if request.method == "POST" else None
    form, session = NewForm(typed), SessionForm(typed, prefix="sesi")
    # Both are read, so that all that is wrong is told at once.
    if request.method == "POST" and all([form.is_valid(), session.is_valid()]):
        found = services.new_event(
            request.acting,
            form.facts,
            letter=form.cleaned_data["letter"],
            session=None if session.is_blank else session.facts,
            key=form.cleaned_data["key"],
        )
        messages.success(request, _("Saved as a draft. Your office alone sees it until you publish it."))
        return redirect("event_plan:event", found.number)
    context = {"form": form, "session": session, "reach": reach.reach_of(reach.regency_for(request.acting))}
    return render(request, "outreach/plan/new.html", context)


@staff_page(*may.ROOM_ROLES)
@require_safe
def event(request, number):
    by, found = request.acting, _event(request, number)
    empty = reading.empty_of(found)
    context = {
        "event": found,
        "title": str(found),
        "when": reading.when_of(found),
        "look": reading.LOOKS[State(found.state)],
        "may_edit": may.edit(by, found),
        "may_count": may.count(by, found),
        "is_draft": found.state == State.DRAFT,
        "is_public": Event.objects.public().filter(pk=found.pk).exists() and found.same_as_id is None,
        "steps": reading.pressed(found, by),
        "facts": reading.facts_of(found),
        "sessions": reading.sessions_of(found),
        "lines": reading.lines_of(found),
        "empty": empty,
        "empty_names": ", ".join(empty),
        "doubles": doubles.rows(by, found) if may.edit(by, found) else [],
        "reach": reach.reach_of(reach.regency_for(by, found)),
        "same_as": found.same_as if found.same_as_id else None,
        "history": reading.history_of(found, by.zone),
    }
    return render(request, "outreach/plan/event.html", context)


@staff_page(*may.ROOM_ROLES)
@form_page
def facts(request, number):
    by, found = request.acting, _editable(request, number)
    series = services.series_for(by, found)
    form = FactsForm(request.POST if request.method == "POST" else None, event=found, series=series)

    def keep():
        return services.keep_facts(
            by, found, form.facts, new_series=form.cleaned_data["new_series"], seen=form.cleaned_data["seen"]
        )

    return _form_page(request, found, form, keep, _("What and for whom"), "outreach/plan/form.html")


@staff_page(*may.ROOM_ROLES)
@form_page
def new_session(request, number):
    found = _editable(request, number)
    return _session_page(request, found, None, _("Another day or place"))


@staff_page(*may.ROOM_ROLES)
@form_page
def session(request, number, place):
    found = _editable(request, number)
    title = _("Day and place %(place)s") % {"place": place}
    return _session_page(request, found, _session(found, place), title, place=place)


def _session_page(request, found, held, title, **context):
    by, typed = request.acting, request.POST if request.method == "POST" else None
    form = ChangeSessionForm(typed, event=found, session=held)

    def keep():
        return services.keep_session(by, found, held, form.facts, seen=form.cleaned_data["seen"])

    return _form_page(request, found, form, keep, title, "outreach/plan/form.html", **context)


@staff_page(*may.ROOM_ROLES)
@form_page
def take_out(request, number, place):
    found = _editable(request, number)
    held = _session(found, place)
    form = StepForm(
        request.POST if request.method == "POST" else None, initial={"seen": found.version}, needs_reason=False
    )

    def keep():
        return services.take_session_out(request.acting, found, held, seen=form.cleaned_data["seen"])

    context = {"lead": reading.hours_of(held), "button": _("Take it out"), "is_grave": True}
    return _form_page(
        request, found, form, keep, _("Take this day and place out"), "outreach/plan/form.html", **context
    )


@staff_page(*may.ROOM_ROLES)
@form_page
def lines(request, number, slug):
    if slug not in line_forms.SLUGS:
        raise Http404
    by, found, name = request.acting, _editable(request, number), line_forms.SLUGS[slug]
    typed = request.POST if request.method == "POST" else None
    form = StepForm(typed, initial={"seen": found.version}, needs_reason=False)
    formset = line_forms.lines_for(name, found, by, typed)

    def keep():
        return services.keep_lines(by, found, name, formset.lines, seen=form.cleaned_data["seen"])

    return _form_page(
        request,
        found,
        form,
        keep,
        line_forms.TITLES[name],
        "outreach/plan/lines.html",
        lines=formset,
        topics=line_forms.legend() if name == "speakers" else [],
    )


@staff_page(*may.ROOM_ROLES)
@form_page
def count(request, number):
    return _count_page(request, number, None, _("How many came, in all"))


@staff_page(*may.ROOM_ROLES)
@form_page
def count_session(request, number, place):
    return _count_page(request, number, place, _("How many came, day and place %(place)s") % {"place": place})


def _count_page(request, number, place, title):
    by, found = request.acting, _event(request, number)
    if not may.count(by, found):
        raise Http404
    held = _session(found, place) if place else None
    stands, typed = counts.count_of(found, held), request.POST if request.method == "POST" else None
    form, formset = counting.CountForm(typed, event=found, count=stands), counting.lines_for(stands, typed)

    def keep():
        given = {"reason": form.cleaned_data.get("reason", ""), "seen": form.cleaned_data["seen"]}
        counts.keep_count(by, found, held, form.facts, formset.lines, **given)
        return found

    if typed is not None and form.is_valid() and formset.is_valid():
        form.hold_lines(formset)
    lead = reading.hours_of(held) if held else _("For venues that were counted as one. Empty what nobody noted.")
    return _form_page(request, found, form, keep, title, "outreach/plan/count.html", lines=formset, lead=lead)


@staff_page(*may.ROOM_ROLES)
@form_page
def step(request, number, step):
    by, found = request.acting, _event(request, number)
    if step not in reading.PRESSED:
        raise Http404
    if step not in dict(reading.pressed(found, by)):  # pressed twice, for one
        messages.info(request, _("This step is not open to you now."))
        return redirect("event_plan:event", found.number)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": found.version},
        needs_reason=STEPS[step].needs_reason,
        is_draft=found.state == State.DRAFT,
    )

    def keep():
        return take_step(found, step, by=by, **form.cleaned_data)

    label = reading.LABELS[step]
    context = {"button": label, "is_grave": step == "cancel", "against": problems(found, step)}
    context["empty_names"] = ", ".join(reading.empty_of(found)) if step in {"publish", "record"} else ""
    return _form_page(request, found, form, keep, label, "outreach/plan/form.html", **context)


@staff_page(*may.ROOM_ROLES)
@require_POST
def double(request, number, other):
    """The answer to a likely double: the same event, or not."""
    by, found, form = request.acting, _event(request, number), DoubleForm(request.POST)
    twin = next((one for one in doubles.likely(by, found) if one.number == codes.parse(other)), None)
    if twin is None or not may.edit(by, found) or not form.is_valid():
        messages.info(request, _("Please look once more: this was answered meanwhile."))
        return redirect("event_plan:event", found.number)
    if form.cleaned_data["answer"] == "other":
        doubles.tell_apart(by, found, twin)
        messages.success(request, _("Noted: two events. You are not asked again."))
        return redirect("event_plan:event", found.number)
    try:
        joined = doubles.join(by, found, twin, seen=form.cleaned_data["seen"])
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("event_plan:event", found.number)
    messages.success(request, _("Your office is a party of this event now. Your draft was called off and points here."))
    return redirect("event_plan:event", joined.number)


def _form_page(request, found, form, keep, title, template, *, lines=None, **context):
    """Ask a form, take it by ``keep``; of two officers at once the later one reads it, with all that was typed."""
    is_sent = request.method == "POST"
    if is_sent and all([form.is_valid(), lines is None or lines.is_valid()]):
        try:
            keep()
        except StepRefused as refusal:
            found.refresh_from_db()
            differs = differing(form) if lines is None else []
            form.add_error(None, str(refusal))
            if differs:
                form.add_error(None, _("What you typed differs in: %(names)s.") % {"names": ", ".join(differs)})
            form = form.looking_again_at(found.version)
        else:
            messages.success(request, _("Saved."))
            return redirect("event_plan:event", found.number)
    context |= {"form": form, "lines": lines, "event": found, "event_title": str(found), "title": title}
    context["is_still"] = "step" not in request.resolver_match.url_name and not may.edit(request.acting, found)
    return render(request, template, context)


def _event(request, number):
    """Raises Http404 for a number that is none of this office."""
    sessions = Session.objects.select_related("venue__village", "venue__district", "venue__regency")
    mine = Event.objects.visible_to(request.acting).select_related("series", "same_as")
    mine = mine.prefetch_related(
        "parties__office__province", "counts", "letters", "speakers", "materials", Prefetch("sessions", sessions)
    )
    return get_object_or_404(mine, number=codes.parse(number) or "")


def _editable(request, number):
    """One that the own office holds; whether it stands still by now, the page says."""
    found = _event(request, number)
    if not may.plan(request.acting, found):
        raise Http404
    return found


def _session(event, place):
    """The session that stands at this place of its event; raises Http404 where there is none."""
    sessions = list(event.sessions.all())
    if not 1 <= place <= len(sessions):
        raise Http404
    return sessions[place - 1]
