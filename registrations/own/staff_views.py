"""Requests to change data, and looks that are withheld from a person while an investigation goes on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page, weighty
from portal.accounts.roles import Role
from portal.lib import codes
from portal.lib.dates import short_moment
from registrations import permissions as may
from registrations.disclosures import disclose
from registrations.doors import file_page
from registrations.models import DataRequest, Disclosure, Registration
from registrations.own import ledger, services, shown
from registrations.own.forms import AnswerForm, ListForm, ReleaseForm

ROWS = 25
form_page = require_http_methods(["GET", "HEAD", "POST"])


@staff_page(*may.REVIEWERS)
@require_safe
def requests(request):
    """Those of the own office, the first due first. Names and words stand on the page of each alone."""
    after = ListForm(request.GET).after or 0
    found = DataRequest.objects.open().visible_to(request.acting).filter(pk__gt=after).order_by("pk")
    rows = list(found.select_related("words", "office__province")[: ROWS + 1])
    listed, now = rows[:ROWS], timezone.now()
    context = {
        "rows": [shown.request_row(one) | {"is_late": one.answer_by < now} for one in listed],
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(listed)) % {"count": len(listed)},
        "next_address": f"?sesudah={listed[-1].pk}" if len(rows) > ROWS else "",
        "first_address": "?" if after else "",
    }
    return render(request, "registrations/own/requests.html", context)


@file_page(*may.REVIEWERS)
@form_page
def answer(request, pk):
    visible = DataRequest.objects.visible_to(request.acting).select_related("candidate", "words", "office__province")
    asked = get_object_or_404(visible, pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(request.acting, asked, **form.cleaned_data)
        except ActRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Answered. The person is told."))
        return redirect("own_desk:requests")
    newest = asked.candidate.registrations.order_by("-pk").first()
    disclose(request.acting, asked.candidate, Disclosure.Seen.FILE, registration=newest)
    # After a merge whoever objects has no registration any more.
    number = newest.number if newest else ""
    context = {"form": form, "row": shown.request_row(asked), "name": asked.candidate.name, "number": number}
    return render(request, "registrations/own/answer.html", context)


@file_page(Role.BP3MI_HEAD)
@weighty
@form_page
def withheld(request, number):
    """A head lets the person read who looked, with a reason, while the investigation goes on."""
    visible = Registration.objects.visible_to(request.acting).select_related("candidate", "office__province")
    registration = get_object_or_404(visible, number=codes.parse(number))
    if not may.decide(request.acting, registration):
        raise Http404
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = services.release_withheld(request.acting, registration, form.cleaned_data["reason"])
        except ActRefused as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext("The person reads %(count)d entry now.", "The person reads %(count)d entries now.", rows)
            messages.success(request, said % {"count": rows})
        return redirect("own_desk:withheld", number=registration.number)
    zone = registration.office.zone
    found = Disclosure.objects.filter(registration=registration, is_withheld=True).select_related("membership__office")
    releases = registration.releases.select_related("membership__user").order_by("-pk")
    context = {
        "form": form,
        "number": registration.number,
        "rows": [ledger.row(one, zone) for one in found.order_by("-pk")[:ROWS]],
        "releases": [
            {"when": short_moment(one.at, zone), "who": one.membership.user.name, "reason": one.reason}
            for one in releases[:ROWS]
        ],
    }
    return render(request, "registrations/own/withheld.html", context)
