"""Coming home, as the person does it: the return, the arrival checklist, and registering again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import person_page
from portal.workflow import StepRefused
from registrations.own.reading import newest_of
from registrations.placements.doors import own_case
from registrations.placements.home import again as beginning
from registrations.placements.home import reading, services
from registrations.placements.home.forms import NeedsForm, OwnReturnForm
from registrations.placements.workflow import HOME_AGAIN, STEPS
from registrations.workflow import State

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@person_page
def came(request, number):
    case = own_case(request, number)
    if case.state not in STEPS["come_home"].sources:
        return redirect("path:placement", case.number)
    form = OwnReturnForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            services.come_home(request.acting, case, **form.cleaned_data)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Welcome home. Six short questions, and we see who can help you."))
            return redirect("home:needs", case.number)
    return render(request, "placements/home/came.html", {"case": case, "form": form})


@form_page
@person_page
def needs(request, number):
    case = own_case(request, number)
    if case.state not in HOME_AGAIN:
        return redirect("path:placement", case.number)
    form = NeedsForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_needs(request.acting, case, form.answers())
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            asked = reading.referrals_of(case)
            messages.success(request, _("Saved. Below stands who was asked to help you.") if asked else _("Kept."))
            return redirect("home:needs", case.number)
    context = {"case": case, "form": form, "referrals": reading.referrals_of(case)}
    return render(request, "placements/home/needs.html", context)


@form_page
@person_page
def again(request):
    """What is carried over and what has to be new; one button."""
    problem = ""
    if request.method == "POST":
        try:
            registration = services.register_again(request.acting)
        except (ActRefused, StepRefused) as refusal:
            problem = str(refusal)
        else:
            return _begun(request, registration)
    page = beginning.page_of(newest_of(request.user))
    return render(request, "placements/home/again.html", page | {"problem": problem})


def _begun(request, registration):
    if registration.state == State.DRAFT:
        messages.success(request, _("Begun. What you told before stands there already."))
        return redirect("wizard:registration", registration.number)
    has_old = bool(beginning.page_of(registration)["new"])
    messages.success(
        request,
        _("Your registration is with the office again. Hand in what has to be new meanwhile.")
        if has_old
        else _("Your registration is with the office again. It checks it once more, and we write to you."),
    )
    return redirect("pages:person_home")
