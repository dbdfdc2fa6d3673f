"""The pages on which heads and officers invite, look after open invitations, and confirm who took one on paper."""

from base64 import b64encode

from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts import mails
from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page, weighty
from portal.accounts.models import Invitation
from portal.accounts.staff_room.forms import InvitationForm, role_choices
from portal.accounts.staff_room.grants import ROOM_ROLES, may_give
from portal.accounts.staff_room.invitations import confirm, invite, renew, withdraw
from portal.accounts.staff_room.listed import status_of_link
from portal.accounts.staff_room.views import office_of
from portal.lib.dates import long_date, long_moment, short_date


@staff_page(*ROOM_ROLES)
@weighty
def invite_member(request, code):
    """First the role, then what this role needs."""
    office = office_of(request, code)
    choices = role_choices(request.acting, office)
    wish = request.GET.get("peran", "")
    role = choices[0][0] if len(choices) == 1 else wish if wish in dict(choices) else ""
    if request.method != "POST" and not role:
        return render(request, "account/staff/invite_role.html", {"office": office, "choices": choices})
    form = InvitationForm(request.POST or None, by=request.acting, office=office, role=role)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        given, standing = facts.pop("role")
        try:
            invitation, token = invite(request.acting, office=office, role=given, standing=standing, **facts)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _show_link(request, invitation, token)
    label = dict(choices).get(f"{form.wished}.{form.standing}", "")
    return render(request, "account/staff/invite.html", {"office": office, "form": form, "role": label})


@staff_page(*ROOM_ROLES)
def invitation(request, code, pk):
    office = office_of(request, code)
    found = _invitation(request, office, pk)
    taker = found.taken_by
    context = {
        "office": office,
        "invitation": found,
        "status": status_of_link(found),
        "invited_by": str(found.invited_by) if found.invited_by else _("the command line"),
        "invited_on": long_date(found.created_at.astimezone(office.zone).date()),
        "first": short_date(found.valid_from),
        "last": short_date(found.valid_to) if found.valid_to else _("no end set"),
        "taker": {"name": str(taker), "contact": _hint_of(taker), "is_oneself": taker.pk == request.user.pk}
        if taker
        else None,
    }
    return render(request, "account/staff/invitation.html", context)


@staff_page(*ROOM_ROLES)
@require_POST
def renew_link(request, code, pk):
    office = office_of(request, code)
    found = _invitation(request, office, pk)
    try:
        token = renew(request.acting, found)
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:invitation", office.code, pk)
    found.refresh_from_db(fields=["expires_at"])
    return _show_link(request, found, token)


@staff_page(*ROOM_ROLES)
@require_POST
def withdraw_invitation(request, code, pk):
    office = office_of(request, code)
    try:
        withdraw(request.acting, _invitation(request, office, pk))
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("staff:office_members", office.code)


@staff_page(*ROOM_ROLES)
@weighty
def confirm_taker(request, code, pk):
    office = office_of(request, code)
    found = _invitation(request, office, pk)
    if request.method == "POST":
        try:
            confirm(request.acting, found)
        except ActRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Confirmed. The person has the role now."))
            return redirect("staff:office_members", office.code)
    return redirect("staff:invitation", office.code, pk)


def _invitation(request, office, pk):
    found = Invitation.objects.unanswered().filter(office=office, pk=pk)
    invitation = get_object_or_404(found.select_related("invited_by", "taken_by", "village"))
    if not may_give(request.acting, office, invitation.role, invitation.standing):
        raise Http404
    return invitation


def _show_link(request, invitation, token):
    # No redirect: the link must be kept nowhere, so it can be shown in this answer only. A repeated
    # form makes a new link in place of this one.
    address = request.build_absolute_uri(reverse("account_invitation", args=[token]))
    picture = b64encode(get_adapter().build_totp_svg(address).encode()).decode()
    context = {
        "office": invitation.office,
        "invitation": invitation,
        "address": address,
        "picture": f"data:image/svg+xml;base64,{picture}",
        "sent": bool(invitation.email) and _mail_link(invitation.email, address),
        "last": long_date(invitation.valid_to) if invitation.valid_to else _("no end set"),
        "until": long_moment(invitation.expires_at, invitation.office.zone),
    }
    return render(request, "account/staff/invited.html", context)


def _mail_link(email, address):
    """Whether the mail server took it."""
    return mails.letter("invitation", _("an invitation"), email, address=address).send(fail_silently=True) == 1


def _hint_of(user):
    """So much of a contact that whoever stands there can say the rest."""
    if user.phone:
        return f"•••• {str(user.phone)[-3:]}"
    name, _at, domain = (user.email or "").partition("@")
    return f"{name[:1]}•••@{domain}" if domain else ""
