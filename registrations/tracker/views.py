"""The paper at the end of a visit, and the question how far it is for whoever holds it."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from portal.accounts import limits
from portal.accounts.decorators import door_page
from portal.audit.services import record
from portal.lib import codes
from portal.lib.dates import WIB, long_date
from registrations import permissions as may
from registrations.disclosures import disclose
from registrations.doors import file_page
from registrations.models import Disclosure, Registration, StatusPin
from registrations.stations import standing
from registrations.tracker import services
from registrations.tracker.forms import StatusForm
from registrations.tracker.sheet import sheet_of

form_page = require_http_methods(["GET", "HEAD", "POST"])


@file_page(*may.ASSISTANTS)
@form_page
@sensitive_variables("pin")
def sheet(request, number):
    """A GET shows the paper without a PIN, a POST once with a new one: it is kept nowhere."""
    visible = Registration.objects.visible_to(request.acting)
    related = visible.select_related("candidate__user", "candidate__village__district__regency", "office__province")
    registration = get_object_or_404(related, number=codes.parse(number))
    if not may.read(request.acting, registration):
        raise Http404
    pin = services.print_pin(request.acting, registration) if request.method == "POST" else ""
    disclose(request.acting, registration.candidate, Disclosure.Seen.FILE, purpose=Disclosure.Purpose.COUNTER,
             registration=registration)  # fmt: skip
    record(request.acting, "registrations.paper_seen", registration)
    user = registration.candidate.user
    language = user.language if user else settings.LANGUAGE_CODE
    with override(language):
        paper = sheet_of(registration)
    context = {"sheet": paper, "pin": f"{pin[:3]} {pin[3:]}" if pin else "", "language": language, "number": number}
    return render(request, "registrations/tracker/sheet.html", context)


@door_page
@form_page
@sensitive_post_parameters("pin")
def status(request):
    """Whose turn it is and since or until when, to whoever has number and PIN. A number that nobody has and a wrong PIN
    get the same answer by the same work."""
    form = StatusForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = _asked(request, form)
    context = {"form": form, "found": found, "number": form.cleaned_data["number"] if found else ""}
    return render(request, "registrations/tracker/status.html", context)


def _asked(request, form):
    number, pin = form.cleaned_data["number"], form.cleaned_data["pin"]
    tried = limits.take(request, "status_pin", number)
    if tried is None:
        form.add_error(None, _("Too many tries with this number. Please try again tomorrow, or ask the office."))
        return None
    registration = StatusPin.objects.registration_for(number, pin)
    if registration is None:
        form.add_error(None, _("Number and PIN don't belong together. Please look at your paper once more."))
        return None
    tried.rollback()
    return _answer(registration)


def _answer(registration):
    _station, turn = standing(registration)
    zone = registration.office.zone if registration.office else WIB
    if registration.return_by:
        return {"turn": turn.label, "until": long_date(registration.return_by)}
    return {"turn": turn.label, "since": long_date(registration.state_since.astimezone(zone).date())}
