"""The two pages people come home to: their own, and the staff's."""

from allauth.mfa.models import Authenticator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.decorators import person_page, staff_page
from portal.accounts.roles import STAFF_ROLES
from portal.lib.dates import long_date, today_in
from portal.places.working_days import calendar_warning


@person_page
def person_home(request):
    return render(request, "pages/person_home.html", {"second_factor": _second_factor(request.user)})


@staff_page(*STAFF_ROLES)
def staff_home(request):
    acting = request.acting.membership
    return render(
        request,
        "pages/staff_home.html",
        {
            "acting": acting,
            "until": long_date(acting.valid_to) if acting.valid_to else _("no end set"),
            "other_memberships": [own for own in request.memberships if own.pk != acting.pk],
            "second_factor": _second_factor(request.user),
            "calendar_warning": calendar_warning(today_in(acting.office.zone)),
            "admin_address": reverse("admin:index") if request.user.is_staff else "",
        },
    )


def _second_factor(user):
    """What the page says about the second step: whether the app is set up, and how many recovery codes are left."""
    found = {row.type: row for row in Authenticator.objects.filter(user=user)}
    codes = found.get(Authenticator.Type.RECOVERY_CODES)
    return {
        "app": found.get(Authenticator.Type.TOTP),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }
