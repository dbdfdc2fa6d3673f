"""The orientation room: who waits, sessions, who came. All forms work without scripts."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from jobs.search import capped_count
from portal.accounts.decorators import staff_page
from portal.audit.services import record
from portal.lib import codes
from portal.lib.dates import zone_label
from portal.lib.paging import pagination
from portal.workflow import StepRefused
from registrations.desk.queue import short_name
from registrations.disclosures import disclose_each
from registrations.models import Disclosure
from registrations.permissions import REVIEWERS
from registrations.placements.models import OppSeat, OppSession, Placement
from registrations.placements.opp import services, sessions, waiting
from registrations.placements.opp.attendance import AttendanceList
from registrations.placements.opp.forms import (
    CallOffForm,
    CameForm,
    ChangeForm,
    InviteForm,
    RoomForm,
    SessionForm,
    SessionsForm,
)
from registrations.placements.opp.reading import day_of, hours_of, in_short, place_of, proposed_number

form_page = require_http_methods(["GET", "HEAD", "POST"])


@staff_page(*REVIEWERS)
@form_page
def requests(request):
    """Who waits for a day; chosen ones get a seat in one session, and the answer says who did and who did not."""
    by = request.acting
    office = by.membership.office
    form = InviteForm(request.POST if request.method == "POST" else None, office=office)
    answers = []
    if form.is_valid():
        chosen = form.cleaned_data["cases"]
        cases = Placement.objects.visible_to(by).filter(number__in=chosen).select_related("candidate", "registration")
        pairs = [(case, chosen[case.number]) for case in cases.order_by("state_since", "pk")]
        answers = services.invite(by, form.cleaned_data["session"], pairs)
        seated_in, form = form.cleaned_data["session"], InviteForm(office=office)
    asked = RoomForm(request.GET)
    after = waiting.standing(by).filter(pk=asked.wish("sesudah") or None).first()
    rows, last = waiting.page_of(by, after)
    context = {
        "form": form,
        "rows": rows,
        "chosen": set(form.data.getlist("cases")) if form.is_bound else set(),
        "result": _result(answers, seated_in) if answers else None,
        "late": capped_count(waiting.late(waiting.standing(by))),
        "ahead": sessions.ahead(by),
        "zone": zone_label(by.zone),
        **pagination(len(rows), last=last.pk if last else "", is_later=bool(after)),
    }
    return render(request, "registrations/placements/opp/requests.html", context)


def _result(answers, session):
    seated = [_named(case) for case, refusal in answers if not refusal]
    count = {"count": len(seated), "when": in_short(session)}
    title = ngettext("%(count)s person has a seat: %(when)s.", "%(count)s people have a seat: %(when)s.", len(seated))
    return {
        "session": session,
        "title": title % count if seated else _("Nobody got a seat."),
        "seated": seated,
        "refused": [_named(case) | {"why": refusal} for case, refusal in answers if refusal],
    }


def _named(case):
    return {"number": case.number, "name": short_name(case.candidate.name)}


@staff_page(*REVIEWERS)
@require_safe
def session_list(request):
    """Those ahead, or with ``lalu`` those that are over."""
    by, asked = request.acting, SessionsForm(request.GET)
    is_past = asked.wish("lalu")
    last = asked.wish("sesudah")
    after = sessions.of_office(by).filter(number=last).first() if last else None
    rows, following = sessions.page_of(by, is_past, after)
    wish = {"lalu": 1} if is_past else {}
    context = {
        "rows": rows,
        "is_past": is_past,
        **pagination(len(rows), last=following, is_later=bool(after), **wish),
    }
    return render(request, "registrations/placements/opp/sessions.html", context)


@staff_page(*REVIEWERS)
@form_page
def new(request):
    by = request.acting
    form = SessionForm(
        request.POST if request.method == "POST" else None, office=by.membership.office, initial={"key": uuid.uuid4()}
    )
    if form.is_valid():
        session = services.plan_session(by, form.facts, key=form.cleaned_data["key"])
        messages.success(request, _("The session is written down. Choose now who gets a seat."))
        return redirect("opp:session", session.number)
    return render(request, "registrations/placements/opp/session_form.html", {"form": form, "session": None})


@staff_page(*REVIEWERS)
@form_page
def session(request, number):
    """One session; from its begin on the list of who came, to be saved as often as needed."""
    found, by = _session(request, number), request.acting
    listed = AttendanceList(sessions.seats_of(found), request.POST if request.method == "POST" else None)
    if listed.is_bound and found.has_begun and listed.is_valid():
        saved, refused = listed.save(by)
        if saved:
            words = ngettext("%(count)d person written down.", "%(count)d people written down.", saved)
            messages.success(request, words % {"count": saved})
        if not refused:
            return redirect("opp:session", found.number)
        found = _session(request, number)
        listed = AttendanceList(sessions.seats_of(found), request.POST, refused=refused)
    context = {
        "session": found,
        "facts": _facts(found),
        "row": sessions.row_of(found, by.zone),
        "listed": listed,
        "can_be_moved": not found.is_called_off and not found.is_over,
    }
    return render(request, "registrations/placements/opp/session.html", context)


def _facts(found):
    rows = (
        (_("Number"), found.number),
        (_("Day"), day_of(found)),
        (_("Time"), hours_of(found)),
        (_("How it is held"), found.get_kind_display()),
        (_("Place"), found.place),
        (_("Address online"), found.link),
        (_("Seats taken"), _("%(taken)s of %(all)s") % {"taken": found.seated, "all": found.capacity}),
        (_("Why it was called off"), found.called_off_reason),
    )
    return [{"term": term, "value": value} for term, value in rows if value]


@staff_page(*REVIEWERS)
@form_page
def change(request, number):
    found = _session(request, number)
    if found.is_called_off or found.is_over:
        return redirect("opp:session", found.number)
    form = ChangeForm(request.POST if request.method == "POST" else None, session=found)
    if form.is_valid():
        try:
            services.change_session(request.acting, found, form.facts, seen=form.cleaned_data["seen"])
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            form = form.looking_again_at(_session(request, number).version)
        else:
            messages.success(request, _("Changed. Whoever is invited hears of a new time or place."))
            return redirect("opp:session", found.number)
    return render(request, "registrations/placements/opp/session_form.html", {"form": form, "session": found})


@staff_page(*REVIEWERS)
@form_page
def call_off(request, number):
    found = _session(request, number)
    has_seats = OppSeat.objects.filter(session=found, state=OppSeat.State.INVITED).exists()
    if found.is_over or (found.is_called_off and not has_seats):
        return redirect("opp:session", found.number)
    again = {"reason": found.called_off_reason}
    form = CallOffForm(request.POST if request.method == "POST" else None, initial=again)
    if form.is_valid():
        answers = services.call_off(request.acting, found, form.cleaned_data["reason"])
        for case, refusal in answers:
            if refusal:
                messages.error(request, f"{case.number}: {refusal}")
        messages.success(request, _("Called off. Whoever had a seat hears of it and waits for another day."))
        return redirect("opp:session", found.number)
    context = {"form": form, "session": found, "when": in_short(found), "seats": found.seated}
    return render(request, "registrations/placements/opp/call_off.html", context)


@staff_page(*REVIEWERS)
@require_safe
def sheet(request, number):
    """The list to be signed, on A4. Whole names stand on it, so each look is noted for the person."""
    found, by = _session(request, number), request.acting
    rows = [row for row in sessions.seats_of(found) if row.seat.state != OppSeat.State.RELEASED]
    files = [row.case.registration for row in rows]
    disclose_each(by, files, Disclosure.Seen.LIST, purpose=Disclosure.Purpose.PLACEMENT)
    context = {"session": found, "rows": rows, "day": day_of(found), "hours": hours_of(found), "place": place_of(found)}
    return render(request, "registrations/placements/opp/sheet.html", context)


@staff_page(*REVIEWERS)
@form_page
def came(request, number, case):
    """Somebody who was written down as absent had come."""
    found = _session(request, number)
    seats = OppSeat.objects.filter(session=found, placement__number=codes.parse(case)).order_by("-pk")
    seat = get_object_or_404(seats.select_related("session__office", "placement__candidate")[:1])
    if seat.state != OppSeat.State.MISSED:
        return redirect("opp:session", found.number)
    initial = {"seen": seat.placement.version, "certificate_number": proposed_number(seat)}
    form = CameForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            services.came_after_all(request.acting, seat, **form.facts)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            form = form.looking_again_at(Placement.objects.get(pk=seat.placement_id).version)
        else:
            messages.success(request, _("Put right: %(number)s attended.") % {"number": seat.placement.number})
            return redirect("opp:session", found.number)
    context = {"form": form, "session": found, "when": in_short(found), "case": _named(seat.placement)}
    return render(request, "registrations/placements/opp/came.html", context)


def _session(request, number):
    """Raises Http404 for a number that is none of this office."""
    number = codes.parse(number)
    found = sessions.of_office(request.acting).filter(number=number).first() if number else None
    if found is None:
        subject = OppSession.objects.filter(number=number).only("pk").first() if number else None
        record(request.acting, "placements.address_refused", subject)
        raise Http404
    return found
