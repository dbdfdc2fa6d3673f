"""Where the person says of a point to correct that it is right as it is, instead of changing anything."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.accounts.acting import ActRefused
from registrations.wizard import reading, services
from registrations.wizard.forms import AsItIsForm
from registrations.workflow import State


def as_it_is(request, room, registration, key):
    """``key``: of an open CorrectionPoint of the registration; any other is no page."""
    check = room.address("check", registration)
    if registration.state != State.RETURNED:
        return redirect(check)
    point = registration.points.filter(pk=key).select_related("words").first()
    if point is not None and point.corrected_at and request.method == "POST":  # the form came twice
        return redirect(check)
    if point is None or point.corrected_at:
        raise Http404
    form = AsItIsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.stand_by(registration, key, form.cleaned_data["words"], by=request.acting)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted. The officer reads it beside the point."))
            return redirect(check)
    context = {
        "layout": room.layout,
        "form": form,
        "point": reading.in_words(point),
        "back": check,
        "person": registration.candidate.name if room.is_desk else "",
    }
    return render(request, "registrations/wizard/as_it_is.html", context)
