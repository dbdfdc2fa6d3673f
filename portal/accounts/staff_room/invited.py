"""The page behind the one-time link of an invitation."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts.decorators import door_page
from portal.accounts.models import Invitation, User
from portal.accounts.second_factor import note_opened_link
from portal.accounts.staff_room.forms import NewAccountForm
from portal.accounts.staff_room.services import ActRefused, accept, accept_as_new
from portal.lib.dates import long_date


@door_page
@sensitive_post_parameters("password1")
def invitation(request, token):
    """The one-time link to a role: makes the invited account, or gives the role to the one that is logged in."""
    invited = Invitation.objects.of_link(token).open().select_related("office__province").first()
    if not invited:
        return render(request, "account/invitation_over.html", status=404)
    has_account = User.objects.filter(email=invited.email).exists()
    form = NewAccountForm(request.POST or None, invitation=invited) if not has_account else None
    is_theirs = request.user.is_authenticated and request.user.email == invited.email
    problem = ""
    if request.method == "POST" and (is_theirs or (form and not request.user.is_authenticated and form.is_valid())):
        try:
            return _take(request, token, form)
        except ActRefused as refusal:
            problem = str(refusal)
    context = {
        "invited": invited,
        "form": form,
        "is_theirs": is_theirs,
        "problem": problem,
        "first": long_date(invited.valid_from),
        "last": long_date(invited.valid_to) if invited.valid_to else _("no end set"),
    }
    return render(request, "account/invitation.html", context)


def _take(request, token, form):
    if form is None:
        accept(token, user=request.user, ip=request.acting.ip)
        note_opened_link(request, request.user)
        messages.success(request, _("You have the role now."))
        return redirect("pages:staff_home")
    password = form.cleaned_data["password1"]
    user = accept_as_new(token, password=password, language=request.LANGUAGE_CODE, ip=request.acting.ip)
    note_opened_link(request, user)
    record_authentication(request, user, "password")
    return perform_login(request, user, email=user.email)
