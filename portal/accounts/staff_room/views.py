"""The staff room: who belongs to an office, and who comes and goes."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page, weighty
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.accounts.staff_room.forms import EndForm, MemberSearchForm, UnlockForm
from portal.accounts.staff_room.grants import ROOM_ROLES, givable, may_enter, may_keep
from portal.accounts.staff_room.listed import rows_of, standing_of_review, status_of
from portal.accounts.staff_room.services import end_membership, may_end, may_unlock, unlock
from portal.lib.dates import WIB, long_date, short_date, today_in
from portal.places.models import Office

ROWS = 25
# Open ones of an office: those who wait stand first, and the oldest of so many have long been out of date.
MOST_INVITATIONS = 100


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
    office = office_of(request, code)
    after = MemberSearchForm(request.GET).wish("sesudah")
    found = Membership.objects.visible_to(request.acting).filter(office=office)
    found = found.select_related("user", "village").order_by("-pk")
    if after.isdecimal() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    rows = list(found[: ROWS + 1])
    shown = rows[:ROWS]
    invitations = rows_of(request.acting, office)[:MOST_INVITATIONS]
    context = {
        "office": office,
        "rows": [_row(request.acting, office, membership) for membership in shown],
        "may_invite": bool(givable(request.acting, office)),
        "review": standing_of_review(office) if may_keep(request.acting, office) else None,
        "taken": [row for row in invitations if row["is_taken"]],
        "invitations": [row for row in invitations if not row["is_taken"]],
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
        "status": status_of(membership),
        "end": reverse("staff:end_membership", args=[office.code, membership.pk]) if may_end(by, membership) else "",
        "unlock": reverse("staff:unlock", args=[office.code, membership.pk]) if may_unlock(by, membership) else "",
    }


@staff_page(*ROOM_ROLES)
@weighty
def end(request, code, pk):
    office = office_of(request, code)
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


@staff_page(*ROOM_ROLES)
@weighty
def unlock_membership(request, code, pk):
    office = office_of(request, code)
    found = Membership.objects.visible_to(request.acting).select_related("user", "office__province", "village")
    membership = get_object_or_404(found, office=office, pk=pk)
    if not may_unlock(request.acting, membership):
        raise Http404
    form = UnlockForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            unlock(request.acting, membership)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The role counts again."))
            return redirect("staff:office_members", office.code)
    since = long_date(membership.locked_on())
    context = {"office": office, "membership": membership, "form": form, "since": since}
    return render(request, "account/staff/unlock.html", context)


def office_of(request, code):
    office = get_object_or_404(Office.objects.select_related("province"), code=code)
    if not may_enter(request.acting, office):
        raise Http404
    return office
