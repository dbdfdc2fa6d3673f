"""The page behind the one-time link of an invitation."""

from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import door_page
from portal.accounts.models import Invitation, User
from portal.accounts.second_factor import has_own_factor, note_opened_link
from portal.accounts.staff_room.forms import NewAccountForm
from portal.accounts.staff_room.invitations import accept, accept_as_new, take
from portal.lib.dates import long_date


@door_page
@sensitive_post_parameters("password1")
def invitation(request, token):
    """The one-time link to a role: makes the invited account, or gives the role to the one that is logged in."""
    found = Invitation.objects.of_link(token).open().select_related("office__province", "village")
    invited = found.first()
    if not invited:
        return render(request, "account/invitation_over.html", status=404)
    if not invited.email:
        return _on_paper(request, invited, token)
    has_account = User.objects.filter(email=invited.email).exists()
    form = NewAccountForm(request.POST or None, invitation=invited) if not has_account else None
    is_theirs = request.user.is_authenticated and request.user.email == invited.email
    problem = ""
    if request.method == "POST" and (is_theirs or (form and not request.user.is_authenticated and form.is_valid())):
        try:
            return _take(request, token, form)
        except ActRefused as refusal:
            problem = str(refusal)
    context = _facts(invited) | {"form": form, "is_theirs": is_theirs, "problem": problem}
    return render(request, "account/invitation.html", context)


def _facts(invited):
    last = long_date(invited.valid_to) if invited.valid_to else _("no end set")
    return {"invited": invited, "first": long_date(invited.valid_from), "last": last}


def _on_paper(request, invited, token):
    """Whoever is logged in, and has set up the second step, takes the sheet; the office confirms the name."""
    problem = ""
    if request.method == "POST" and request.user.is_authenticated:
        if not has_own_factor(request.user):
            note_opened_link(request, request.user)
            return redirect(f"{reverse('mfa_activate_totp')}?{urlencode({'next': request.path})}")
        try:
            take(token, user=request.user, ip=request.acting.ip)
        except ActRefused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Your office now confirms you. Then you have the role."))
            return redirect("pages:person_home")
    needs_step = request.user.is_authenticated and not has_own_factor(request.user)
    context = _facts(invited) | {"problem": problem, "needs_step": needs_step}
    return render(request, "account/invitation_on_paper.html", context)


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
