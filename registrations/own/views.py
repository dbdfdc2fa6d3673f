"""The person's own pages beside the path: their data, what is wrong in them, who saw them, the PIN of the paper."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import asked_again, person_page
from portal.audit.services import record
from portal.lib.dates import WIB
from registrations.own import services, shown
from registrations.own.forms import DataRequestForm, ListForm, PinForm
from registrations.own.ledger import looks
from registrations.own.reading import asking, newest_of

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _own(request):
    """The registration that the page of the path shows; without one these pages don't exist."""
    registration = newest_of(request.user)
    if registration is None:
        raise Http404
    return registration


@require_safe
@person_page
@asked_again
def data(request):
    """All that was typed, to read and to print. NIK and numbers in full: so the person is asked again who they are."""
    registration = _own(request)
    record(request.acting, "registrations.own_data_read", registration.candidate)
    return render(request, "registrations/own/data.html", shown.data_of(registration))


@form_page
@person_page
def wrong(request):
    """Ask the office to change something; below it what was asked before, and what came of it.

    Also for whoever has no registration any more because officers found it to be another file's: here they object.
    """
    candidate, office = asking(request.user)
    if candidate is None:
        raise Http404
    form = DataRequestForm(request.POST or None, initial={"field": request.GET.get("apa", "")[:40]})
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            facts = {"field": answers["field"], "words": answers["words"]}
            services.ask_to_change(request.acting, candidate, office, **facts)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your office has it and answers within three days."))
            return redirect("own:wrong")
    context = {"form": form, "asked": shown.asked_by(candidate), "office": office}
    return render(request, "registrations/own/wrong.html", context)


@require_safe
@person_page
def seen_by(request):
    registration = _own(request)
    zone = registration.office.zone if registration.office else WIB
    after = ListForm(request.GET).after
    rows, last = looks(request.user, zone, after)
    context = {
        "rows": rows,
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(rows)) % {"count": len(rows)},
        "next_address": f"?sesudah={last}" if last else "",
        "first_address": "?" if after else "",
    }
    return render(request, "registrations/own/seen_by.html", context)


@form_page
@person_page
@sensitive_post_parameters()
def pin(request):
    registration = _own(request)
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.choose_pin(request.acting, registration, form.cleaned_data["pin"])
        messages.success(request, _("Saved. An earlier PIN, also one on paper, opens nothing any more."))
        return redirect("pages:person_home")
    return render(request, "registrations/own/pin.html", {"form": form, "number": registration.number})
