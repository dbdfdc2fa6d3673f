"""When and where the own orientation is, and asking for its day."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.decorators import person_page
from registrations.placements.doors import own_case
from registrations.placements.opp import own


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def orientation(request, number):
    case = own_case(request, number)
    if request.method == "POST":
        if own.ask_for_day(request.acting, case):
            messages.success(request, _("Sent. Your office sees that you asked."))
        return redirect("own_opp:orientation", case.number)
    return render(request, "placements/opp/orientation.html", {"case": case, "card": own.card_of(case)})
