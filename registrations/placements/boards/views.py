"""Numbers for heads, who leaves, any list as a file, and the history of a case as evidence."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page, weighty
from portal.audit.services import record
from portal.lib import money
from portal.lib.dates import long_date, today_in
from registrations.disclosures import disclose_sheet
from registrations.doors import file_page
from registrations.lists import exporting
from registrations.models import Disclosure
from registrations.permissions import REVIEWERS
from registrations.placements.boards import counting, departing, services, sheets
from registrations.placements.boards import evidence as proving
from registrations.placements.boards.forms import DayForm, FlightForm, SheetForm
from registrations.placements.doors import case_of_office
from registrations.placements.models import Placement
from registrations.placements.permissions import READERS
from registrations.placements.recording import filters

form_page = require_http_methods(["GET", "HEAD", "POST"])


@staff_page(*READERS)
@require_safe
def numbers(request):
    by = request.acting
    wish = filters.wish_in(request.GET, today_in(by.zone))
    context = {
        "wish": wish,
        "figures": counting.figures(Placement.objects.visible_to(by), wish, by.zone),
        **filters.choices_for(by),
    }
    return render(request, "registrations/placements/boards/numbers.html", context)


@staff_page(*READERS)
@form_page
def departures(request):
    """Who leaves on a day, flight by flight; whoever sees them off ticks who has left."""
    by = request.acting
    today, scope = today_in(by.zone), sheets.others(by)
    day = DayForm(request.GET).wish("hari") or today
    # Whole names stand on it: each of them is told who read the list.
    disclose_sheet(by, departing.files_of(scope, day), purpose=Disclosure.Purpose.PLACEMENT)
    flights = departing.flights(scope, day, may_record=by.role in REVIEWERS and day <= today)
    forms = [_flight_form(request, place, flight, day) for place, flight in enumerate(flights)]
    for form in forms:
        if form.is_bound and form.is_valid():
            _tell(request, *services.depart(by, form.seen, form.evidence))
            return redirect(f"{request.path}?hari={day}")
    context = {
        "day": day,
        "title": _("Departures on %(day)s") % {"day": long_date(day, weekday=True)},
        "flights": list(zip(flights, forms, strict=True)),
        "days": departing.days(scope, today, day),
        "sheet": reverse("boards:sheet", args=["keberangkatan"]) + f"?hari={day}",
        "is_cut": sum(len(flight.passengers) for flight in flights) >= departing.MOST,
    }
    return render(request, "registrations/placements/boards/departures.html", context)


def _flight_form(request, place, flight, day):
    is_sent = request.method == "POST" and request.POST.get("flight") == str(place)
    facts = {"left_on": day, "carrier": flight.carrier, "port": flight.port}
    options = {"zone": request.acting.zone, "choices": flight.versions, "auto_id": f"id_{place}_%s"}
    return FlightForm(request.POST if is_sent else None, initial=facts, **options)


def _tell(request, gone, left_out):
    if gone:
        words = ngettext("%(count)s departure is recorded.", "%(count)s departures are recorded.", len(gone))
        messages.success(request, words % {"count": money.number(len(gone))})
    for number, sentence in left_out:
        messages.error(request, f"{number}: {sentence}")


@staff_page(*READERS)
@form_page
@weighty
def sheet(request, which):
    """A list as the page showed it, as a file to take along."""
    form, by = SheetForm(request.POST or None), request.acting
    title, found, back = _list(request, which)
    if request.method == "POST" and form.is_valid():
        try:
            keys = sheets.take(by, found, purpose=form.cleaned_data["purpose"])
        except ActRefused as reason:
            form.add_error(None, str(reason))
        else:
            name = f"{which}-{today_in(by.zone):%Y-%m-%d}"
            return exporting.as_file(sheets.rows_of(by, keys), name, form.cleaned_data["kind"])
    count = found.order_by()[: exporting.MOST_EXPORTED + 1].count()
    context = {
        "form": form,
        "what": title,
        "back": back,
        "count": ngettext("%(count)s person", "%(count)s people", count) % {"count": money.number(count)},
    }
    return render(request, "registrations/placements/boards/sheet.html", context)


def _list(request, which):
    """(its words, the cases on it, the address of its page)"""
    by, today = request.acting, today_in(request.acting.zone)
    if which == "papan":
        wish = filters.wish_in(request.GET, today)
        words = wish.words() or _("The whole board")
        return words, sheets.of_board(by, wish), reverse("recording:board") + wish.address()
    if which == "keberangkatan":
        day = DayForm(request.GET).wish("hari") or today
        words = _("Departures on %(day)s") % {"day": long_date(day, weekday=True)}
        return words, sheets.of_day(by, day), reverse("boards:departures") + f"?hari={day}"
    if which == "kepulangan":
        return _("Who came home"), sheets.of_returnees(by), reverse("home:cases")
    raise Http404


@file_page(*READERS)
@require_safe
def evidence(request, number):
    """To be printed; that it was made stands in the audit and in the person's own list."""
    case = case_of_office(request, number)
    record(request.acting, "placements.history_printed", case, fields=["history"])
    context = {"case": case, "name": case.candidate.name, **proving.evidence_of(case, request.acting)}
    return render(request, "registrations/placements/boards/evidence.html", context)
