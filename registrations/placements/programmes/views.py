"""Programmes of the government for everybody, and the own sign-up."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.decorators import person_page
from portal.lib.dates import WIB, today_in
from portal.lib.paging import pagination
from portal.lib.public import public_page
from portal.messaging import links
from portal.workflow import StepRefused
from registrations.own.reading import newest_of
from registrations.placements.applying.forms import ApplyForm
from registrations.placements.doors import TOO_MANY, may_send
from registrations.placements.path.calendar import answer, file_of
from registrations.placements.programmes import reading, services
from registrations.placements.programmes.forms import BatchListForm
from registrations.placements.programmes.workflow import MAY_WITHDRAW

form_page = require_http_methods(["GET", "HEAD", "POST"])


@public_page
def batches(request):
    """Those one can sign up for, then all others page by page; of one country with ``?negara=``."""
    form = BatchListForm(request.GET)
    iso2, after = form.wish("negara") or "", form.wish("sesudah") or ""
    coming, others, has_more = reading.batches(today_in(WIB), iso2, after)
    kept = {"negara": iso2} if iso2 else {}
    last = others[-1]["batch"].number if has_more else ""
    context = {
        "coming": coming,
        "others": others,
        **pagination(len(coming) + len(others), last=last, is_later=bool(after), **kept),
        "all_address": reverse("programmes:batches") if iso2 else "",
        "demo_data": any(row["batch"].is_demo for row in [*coming, *others]),
    }
    return render(request, "placements/programmes/list.html", context)


@public_page
def batch(request, number):
    found = reading.batch_at(number)
    if found is None:
        raise Http404
    if request.path != found.get_absolute_url():
        return redirect(found)
    crumbs = [(_("Programmes of the government"), reverse("programmes:batches")), (str(found), "")]
    page = reading.page_of(found, today_in(WIB))
    return render(request, "placements/programmes/batch.html", page | {"crumbs": crumbs})


@form_page
@person_page
def own(request, number):
    """Before: what is asked, what stands against it, one button. Afterwards: number, test, result."""
    found = reading.batch_at(number)
    if found is None:
        raise Http404
    if row := reading.of_person(request.user).filter(batch=found).first():
        return render(request, "placements/programmes/own.html", reading.own_page(row))
    registration = newest_of(request.user)
    if registration is None:
        return redirect("wizard:start")
    form, against = ApplyForm(request.POST or None), reading.before(registration, found)
    is_sent = request.method == "POST" and form.is_valid() and not against
    if is_sent and not may_send(request):
        against = [{"text": TOO_MANY}]
    elif is_sent:
        try:
            services.sign_up_for(registration, found, by=request.acting, key=form.cleaned_data["key"])
        except StepRefused as refusal:
            # It changed just now: then the page itself can tell it in its own words.
            against = reading.before(registration, found) or [{"text": str(refusal)}]
        else:
            messages.success(request, _("You are signed up. Your number and the day of the test stand on this page."))
            return redirect("own_programmes:batch", found.number)
    page = reading.page_of(found, today_in(WIB)) | {"form": form, "against": against, "registration": registration}
    return render(request, "placements/programmes/sign_up.html", page)


@require_safe
@person_page
def calendar(request, number):
    """The day of the own test. Behind the log-in: no address that works for whoever finds it."""
    row = _own_row(request, number)
    if row is None:
        raise Http404
    page = links.full_address("own_programmes:batch", row.batch.number)
    return answer(file_of(row.number, page, reading.test_days(row)))


def _own_row(request, number):
    found = reading.batch_at(number)
    return reading.of_person(request.user).filter(batch=found).first() if found else None


@form_page
@person_page
def withdraw(request, number):
    row = _own_row(request, number)
    if row is None:
        raise Http404
    found = row.batch
    if request.method == "POST":
        try:
            services.withdraw(row, by=request.acting)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Taken back. Your registration stays, and you may sign up elsewhere."))
        return redirect("own_programmes:batch", found.number)
    if row.standing not in MAY_WITHDRAW:
        return redirect("own_programmes:batch", found.number)
    return render(request, "placements/programmes/withdraw.html", {"batch": found, "row": row})
