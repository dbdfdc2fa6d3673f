"""A file's looks into other registers: what is known, and the form for one more."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.lib import codes
from registrations import permissions as may
from registrations.disclosures import disclose
from registrations.doors import file_page
from registrations.models import Disclosure, Registration
from registrations.permissions import DESK_ROLES
from registrations.register_checks.forms import RegisterCheckForm
from registrations.register_checks.services import record_register_check
from registrations.register_checks.shown import rows_of


@file_page(*DESK_ROLES)
def checks(request, number):
    found = Registration.objects.visible_to(request.acting).select_related("candidate", "office")
    registration = get_object_or_404(found, number=codes.parse(number))
    if not may.return_(request.acting, registration):
        raise Http404
    form = RegisterCheckForm(request.POST or None, zone=request.acting.zone)
    if request.method == "POST" and form.is_valid():
        record_register_check(request.acting, registration, **form.cleaned_data)
        messages.success(request, _("Written down."))
        return redirect("register_checks:checks", registration.number)
    disclose(request.acting, registration.candidate, Disclosure.Seen.FILE, registration=registration)
    rows = rows_of(registration)
    if any(row["reference"] for row in rows):
        record(request.acting, "registrations.register_checks_seen", registration, fields=("reference",))
    context = {"registration": registration, "rows": rows, "form": form, "demo_data": registration.is_demo}
    return render(request, "registrations/register_checks/checks.html", context)
