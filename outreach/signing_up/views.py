"""Signing up without an account, and the ticket. Public pages only link here, so proxies may keep them."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jobs.share import qr
from outreach.models import Event, SignUp
from outreach.signing_up import flow, opening, reading, services
from outreach.signing_up.forms import GroupForm, LostTicketForm, SignUpForm
from portal.accounts.acting import ActRefused
from portal.accounts.adapter import NEW_CODE
from portal.accounts.decorators import door_page
from portal.accounts.fields import SentCodeForm
from portal.lib import codes
from portal.lib.phone import as_dialled
from portal.lib.public import full_address
from portal.mailroom import bare_address
from portal.mailroom.bare_address import AddressForm
from portal.messaging.services import contact_of

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@door_page
def form(request, number):
    return _sign_up(request, number, SignUpForm, "outreach/signing_up/form.html")


@form_page
@door_page
def group(request, number):
    """A teacher or a village signs up many at once."""
    return _sign_up(request, number, GroupForm, "outreach/signing_up/group.html")


def _sign_up(request, number, form_class, template):
    event = _event(number)
    if request.method != "POST" and number != event.number:
        return redirect(request.resolver_match.view_name, event.number)
    sessions = opening.open_sessions(event)
    context = {"event": event, "sessions": [reading.card_of(one) for _place, one in sessions]}
    if not sessions:
        why = opening.against_event(event) or _("Signing up for this event is over.")
        return render(request, "outreach/signing_up/closed.html", context | {"why": why})
    form = form_class(
        request.POST if request.method == "POST" else None,
        request=request,
        event=event,
        sessions=sessions,
        initial={"key": uuid.uuid4()},
    )
    if form.is_valid():
        try:
            return _signed_up(request, form)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
    context |= {"form": form, "office": reading.organiser_of(event), "is_known": request.user.is_authenticated}
    return render(request, template, context)


def _signed_up(request, form):
    """To the ticket, or first to the code that was sent to the address."""
    address, contact = form.cleaned_data.get("address") or "", None
    if request.user.is_authenticated:
        contact = contact_of(request.user)
    elif address:
        contact = flow.known_contact(request, address)
    row = services.sign_up(form.chosen_session, form.facts, contact=contact, key=form.cleaned_data["key"])
    if address and row.contact_id is None:
        if not flow.begun(request, row.code):  # the same form twice: its code is on its way
            flow.begin(request, address, row.code)
        return redirect("event_sign_up:address", row.code)
    return redirect("event_sign_up:ticket", row.code)


@door_page
@require_safe
def ticket(request, code):
    row = _ticket(code)
    if request.path != reverse("event_sign_up:ticket", args=[row.code]):
        return redirect("event_sign_up:ticket", row.code)
    address = full_address(request, reverse("event_sign_up:ticket", args=[row.code]))
    context = {"row": row, "ticket": reading.ticket_of(row), "qr": qr.drawn(address), "address": address}
    return render(request, "outreach/signing_up/ticket.html", context)


@form_page
@door_page
def address(request, code):
    """Where its messages go: an address, then its code. Nothing is asked of a ticket that has one."""
    row = _ticket(code)
    if row.contact_id or not row.is_standing:
        return redirect("event_sign_up:ticket", row.code)
    if begun := flow.begun(request, row.code):
        return _code(request, row, begun)
    if request.user.is_authenticated:
        if request.method == "POST":
            services.attach(row, contact_of(request.user))
            return redirect("event_sign_up:ticket", row.code)
        return render(request, "outreach/signing_up/address.html", {"row": row, "is_known": True})
    form = AddressForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        flow.begin(request, form.cleaned_data["address"], row.code)
        return redirect("event_sign_up:address", row.code)
    return render(request, "outreach/signing_up/address.html", {"row": row, "form": form})


def _code(request, row, begun):
    if request.POST.get("action") == "resend":
        return _send_again(request, row, begun)
    form = SentCodeForm(request.POST if request.method == "POST" else None, by_mail="@" in begun.address)
    if form.is_valid():
        if bare_address.is_right_code(request, begun.address, begun.word, form.cleaned_data["code"]):
            flow.finish(request, begun)
            messages.success(request, _("Noted. We remind you before the day."))
            return redirect("event_sign_up:ticket", row.code)
        form.refuse()
    shown = begun.address if "@" in begun.address else as_dialled(begun.address)
    context = {"row": row, "form": form, "shown_address": shown, "ticket": reading.ticket_of(row)}
    return render(request, "outreach/signing_up/code.html", context)


def _send_again(request, row, begun):
    try:
        bare_address.count_code_to(request, begun.address)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        flow.send_again(begun)
        messages.success(request, NEW_CODE)
    return redirect("event_sign_up:address", row.code)


@form_page
@door_page
def cancel(request, code):
    """Asks once; the seat goes to whoever waits first."""
    row = _ticket(code)
    if request.method == "POST":
        if row.is_standing:
            services.cancel(row, by=request.acting)
            messages.success(request, _("Given back. Thank you: somebody else can come now."))
        return redirect("event_sign_up:ticket", row.code)
    if not row.is_standing:
        return redirect("event_sign_up:ticket", row.code)
    return render(request, "outreach/signing_up/cancel.html", {"row": row, "ticket": reading.ticket_of(row)})


@form_page
@door_page
def lost(request):
    """The same answer whether the address is known here or not."""
    form = LostTicketForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        services.send_tickets_again(form.cleaned_data["address"])
        return render(request, "outreach/signing_up/lost_sent.html")
    return render(request, "outreach/signing_up/lost.html", {"form": form})


def _event(number):
    events = Event.objects.public().prefetch_related("parties__office")
    return get_object_or_404(events, number=codes.parse(number) or "")


def _ticket(code):
    """By its secret code alone; one whose period is over is gone."""
    rows = SignUp.objects.kept().select_related(*reading.OF_TICKETS)
    row = rows.filter(code=codes.parse(code) or "").first()
    if row is None:
        raise Http404
    return row
