"""Apply to one vacancy. The public page of a vacancy only links here: nothing personal stands on it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.decorators import person_page
from portal.workflow import StepRefused
from registrations.own.reading import newest_of
from registrations.placements.applying import reading
from registrations.placements.applying.forms import ApplyForm
from registrations.placements.doors import TOO_MANY, may_send
from registrations.placements.services import apply_for


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def vacancy(request, number):
    """What is asked, what it costs, what comes later; one button. Refused, the page says why and nothing is lost."""
    asked_for = reading.vacancy_at(number)
    if asked_for is None:
        raise Http404
    registration = newest_of(request.user)
    if registration is None:
        return redirect(f"{reverse('wizard:start')}?{urlencode({'lowongan': asked_for.number})}")
    if known := reading.open_case(registration, asked_for):
        return redirect("path:placement", known.number)
    form, page = ApplyForm(request.POST or None), reading.page_of(registration, asked_for)
    is_sent = request.method == "POST" and form.is_valid() and not page["against"]
    if is_sent and not may_send(request):
        page["against"] = [{"text": TOO_MANY}]
    elif is_sent:
        try:
            case = apply_for(registration, asked_for, by=request.acting, key=form.cleaned_data["key"])
        except StepRefused as refusal:
            # Somebody was faster, or it changed just now: then the page itself can tell it in its own words.
            page["against"] = reading.against_applying(registration, asked_for) or [{"text": str(refusal)}]
        else:
            messages.success(request, _("Sent. Your application has its number, and this page shows how far it is."))
            return redirect("path:placement", case.number)
    return render(request, "placements/applying/vacancy.html", page | {"form": form})
