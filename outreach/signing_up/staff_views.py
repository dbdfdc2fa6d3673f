"""Who signed up for an event, for the offices that own it. Each look at names is noted."""

import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outreach.models import Event, SignUp
from outreach.permissions import PLANNERS
from outreach.signing_up import listed, opening, services
from outreach.signing_up.forms import AddForm, ListForm, RowForm
from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page
from portal.audit.services import record
from portal.lib import codes
from portal.lib.paging import pagination

form_page = require_http_methods(["GET", "HEAD", "POST"])


@staff_page(*PLANNERS)
@require_safe
def people(request, number):
    """One session at a time: who has a seat, with ``isi`` who waits or gave theirs back."""
    event = _event(request, number)
    asked = ListForm(request.GET)
    sessions = list(event.sessions.select_related("venue"))
    place = min(int(asked.wish("sesi") or 1), len(sessions)) or 1
    session = sessions[place - 1] if sessions else None
    what, after = asked.wish("isi") or "", asked.wish("sesudah") or ""
    rows, last = listed.page_of(session, what, after) if session else ([], "")
    if rows:
        record(request.acting, "outreach.sign_ups_seen", session, fields=("name",))
    kept = {"sesi": place} | ({"isi": what} if what else {})
    context = {
        "event": event,
        "place": place,
        "sessions": listed.sessions_of(event, sessions, place),
        "tabs": listed.tabs_of(session, place, what),
        "figures": listed.figures_of(session),
        "rows": rows,
        "what": what,
        "may_add": bool(opening.open_sessions(event)),
        **pagination(len(rows), last=last, is_later=bool(after), **kept),
    }
    return render(request, "outreach/signing_up/people.html", context)


@staff_page(*PLANNERS)
@form_page
def add(request, number):
    """By hand; the ticket is shown to be printed."""
    event = _event(request, number)
    sessions = opening.open_sessions(event)
    if not sessions:
        messages.error(request, opening.against_event(event) or _("Signing up for this event is over."))
        return redirect("event_sign_up:people", event.number)
    form = AddForm(
        request.POST if request.method == "POST" else None,
        event=event,
        sessions=sessions,
        initial={"key": uuid.uuid4()},
    )
    if form.is_valid():
        try:
            row = services.sign_up(form.chosen_session, form.facts, key=form.cleaned_data["key"], by=request.acting)
            return redirect("event_sign_up:ticket", row.code)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "outreach/signing_up/add.html", {"event": event, "form": form})


@staff_page(*PLANNERS)
@form_page
def cancel_for(request, number):
    """Of one row of the list; asked once, and its person hears of it."""
    event = _event(request, number)
    back = reverse("event_sign_up:people", args=[event.number])
    rows = SignUp.objects.visible_to(request.acting).filter(session__event=event).kept().standing()
    form = RowForm(request.POST if request.method == "POST" else None, rows=rows.select_related("session"))
    if not form.is_valid():  # nothing was chosen, or it was cancelled meanwhile
        return redirect(back)
    row = form.cleaned_data["sign_up"]
    if not form.cleaned_data["sure"]:
        record(request.acting, "outreach.sign_ups_seen", row.session, fields=("name",))
        return render(request, "outreach/signing_up/cancel_for.html", {"event": event, "row": row, "back": back})
    services.cancel(row, by=request.acting, is_office=True)
    messages.success(request, _("Cancelled. Whoever waits first has the seat now."))
    return redirect(back)


def _event(request, number):
    events = Event.objects.visible_to(request.acting)
    return get_object_or_404(events, number=codes.parse(number) or "")
