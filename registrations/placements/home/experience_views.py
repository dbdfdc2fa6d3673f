"""The certificate of recorded experience, and the question of whoever holds one whether it is genuine."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from jobs.share.qr import svg
from portal.accounts import limits
from portal.accounts.decorators import door_page, person_page
from portal.lib import codes
from portal.lib.dates import WIB, long_date, now_in
from portal.lib.public import full_address
from registrations.placements.doors import own_case
from registrations.placements.home import experience, services
from registrations.placements.home.forms import CodeForm
from registrations.placements.models import ExperienceSheet
from registrations.placements.models.promised import PROMISED
from registrations.placements.workflow import HOME_AGAIN

form_page = require_http_methods(["GET", "HEAD", "POST"])
TOO_MANY = "too_many"


@form_page
@person_page
def sheet(request, number):
    """One page to be printed; its code is made with the first button."""
    case = own_case(request, number)
    if case.state not in HOME_AGAIN:
        return redirect("path:placement", case.number)
    if request.method == "POST":
        services.make_sheet(request.acting, case)
        return redirect("home:experience", case.number)
    made, with_pay = ExperienceSheet.objects.filter(placement=case).first(), request.GET.get("upah") == "1"
    address = full_address(request, reverse("home:genuine", args=[made.code])) if made else ""
    context = {
        "case": case,
        "made": made,
        "with_pay": with_pay,
        "has_pay": case.on_record("contract") is not None,
        "facts": experience.sheet_facts(case, with_pay=with_pay),
        "address": address.partition("://")[2],
        "drawn": svg(address) if made else "",
        "day": long_date(now_in(case.office.zone).date()),
    }
    return render(request, "placements/home/experience.html", context)


@door_page
@form_page
@sensitive_post_parameters("code")
@sensitive_variables("code")
def ask(request):
    """Whoever can't read the square with a telephone types the code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if code := codes.parse(form.cleaned_data["code"]):
            return redirect("home:genuine", code)
        form.add_error("code", _("This is no code of ours. Please compare it with the paper once more."))
    return render(request, "placements/home/ask.html", {"form": form})


@door_page
@require_safe
@sensitive_variables("code")
def genuine(request, code):
    """Genuine, with no more than initials, work, country and months; or not. The code is random, and tries are counted."""
    if limits.take(request, "experience_code", "") is None:
        context = {"verdict": TOO_MANY}
        return render(request, "placements/home/genuine.html", context, status=429)
    sheets = ExperienceSheet.objects.select_related(
        "placement__candidate", "placement__destination__country", *(f"placement__{one}" for one in PROMISED)
    )
    found = sheets.filter(code=codes.parse(code) or "").exclude(placement__candidate__name="").first()
    context = {
        "verdict": "genuine" if found else "unknown",
        "facts": experience.public_facts(found) if found else [],
        "day": long_date(now_in(WIB).date()),
    }
    return render(request, "placements/home/genuine.html", context)
