"""The staff room: who belongs to an office, and who comes and goes."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.decorators import staff_page, weighty
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.accounts.staff_room.forms import EndForm, InvitationForm, MemberSearchForm
from portal.accounts.staff_room.grants import ROOM_ROLES, givable, may_enter
from portal.accounts.staff_room.notifications import send_invitation
from portal.accounts.staff_room.services import ActRefused, end_membership, invite, may_end
from portal.lib.dates import WIB, short_date, today_in
from portal.places.models import Office

ROWS = 25


@staff_page(*ROOM_ROLES)
def members(request):
    """A head goes on to the own office; the ministry chooses one."""
    if request.acting.role != Role.MINISTRY_ADMIN:
        return redirect("staff:office_members", request.acting.membership.office.code)
    form = MemberSearchForm(request.GET)
    words, after = form.wish("q"), form.wish("sesudah")
    offices = Office.objects.in_force(today_in(WIB)).filter(name__icontains=words, code__gt=after).order_by("code")
    rows = list(offices[: ROWS + 1])
    shown = rows[:ROWS]
    context = {
        "offices": shown,
        "words": words,
        "shown": ngettext("%(count)s office", "%(count)s offices", len(shown)) % {"count": len(shown)},
        "next_address": "?" + urlencode({"q": words, "sesudah": shown[-1].code}) if len(rows) > ROWS else "",
        "first_address": "?" + urlencode({"q": words}) if after else "",
    }
    return render(request, "account/staff/offices.html", context)


@staff_page(*ROOM_ROLES)
def office_members(request, code):
    office = _office(request, code)
    after = MemberSearchForm(request.GET).wish("sesudah")
    found = Membership.objects.visible_to(request.acting).filter(office=office).select_related("user").order_by("-pk")
    if after.isdecimal() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    rows = list(found[: ROWS + 1])
    shown = rows[:ROWS]
    context = {
        "office": office,
        "rows": [_row(request.acting, office, membership) for membership in shown],
        "may_invite": bool(givable(request.acting, office)),
        "invitations": [
            (invitation.name, invitation.role_label) for invitation in office.invitations.open().order_by("-pk")[:ROWS]
        ],
        "shown": ngettext("%(count)s member", "%(count)s members", len(shown)) % {"count": len(shown)},
        "next_address": f"?sesudah={shown[-1].pk}" if len(rows) > ROWS else "",
        "first_address": "?" if after else "",
    }
    return render(request, "account/staff/members.html", context)


def _row(by, office, membership):
    """A line of the list, ready to print."""
    # The row's own office is this one: without it, each row would ask the database again.
    membership.office = office
    return {
        "name": membership.user.name,
        "email": membership.user.email,
        "role": membership.role_label,
        "since": short_date(membership.valid_from),
        "until": short_date(membership.valid_to) if membership.valid_to else _("no end set"),
        "letter": membership.letter_number,
        "is_current": membership.is_current(),
        "is_over": bool(membership.ended_at)
        or bool(membership.valid_to and membership.valid_to < today_in(office.zone)),
        "end": reverse("staff:end_membership", args=[office.code, membership.pk]) if may_end(by, membership) else "",
    }


@staff_page(*ROOM_ROLES)
@weighty
def invite_member(request, code):
    office = _office(request, code)
    form = InvitationForm(request.POST or None, by=request.acting, office=office)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        role, standing = facts.pop("role")
        try:
            invitation, token = invite(request.acting, office=office, role=role, standing=standing, **facts)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            address = request.build_absolute_uri(reverse("account_invitation", args=[token]))
            sent = send_invitation(invitation.email, address)
            context = {"office": office, "invitation": invitation, "address": address, "sent": sent}
            # No redirect: the link must be kept nowhere, so it can be shown in this answer only. A repeated
            # form makes a new link in place of this one.
            return render(request, "account/staff/invited.html", context)
    return render(request, "account/staff/invite.html", {"office": office, "form": form})


@staff_page(*ROOM_ROLES)
@weighty
def end(request, code, pk):
    office = _office(request, code)
    found = Membership.objects.visible_to(request.acting).select_related("user", "office__province")
    membership = get_object_or_404(found, office=office, pk=pk)
    if not may_end(request.acting, membership):
        raise Http404
    form = EndForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            at_once = end_membership(request.acting, membership, **form.cleaned_data)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Ended. All log-ins of this person are closed.") if at_once else _("The last day is set."),
            )
            return redirect("staff:office_members", office.code)
    return render(request, "account/staff/end.html", {"office": office, "membership": membership, "form": form})


def _office(request, code):
    office = get_object_or_404(Office.objects.select_related("province"), code=code)
    if not may_enter(request.acting, office):
        raise Http404
    return office
