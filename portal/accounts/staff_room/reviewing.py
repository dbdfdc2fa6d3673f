"""The review of each quarter: who is still needed. Nothing is locked when it is late; the ministry sees it."""

import csv
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page
from portal.accounts.models import Membership, MembershipReview
from portal.accounts.models.membership_review import is_overdue_on, quarter_of
from portal.accounts.roles import Role
from portal.accounts.staff_room.forms import MemberSearchForm, ReviewForm
from portal.accounts.staff_room.grants import KEEPERS, may_keep
from portal.accounts.staff_room.listed import last_day_of_review, standing_of_review, status_of
from portal.accounts.staff_room.services import confirm_needed, may_end, may_review
from portal.accounts.staff_room.views import ROWS, office_of
from portal.audit.services import record
from portal.lib.dates import WIB, long_date, short_date, today_in
from portal.lib.tabular import as_plain_text

MOST = 100  # on one page; of a larger office the others stand on the next
LONGEST_PK = 18  # digits that the database's number surely holds


@staff_page(*KEEPERS)
def review(request, code):
    office = _kept_office(request, code)
    members = _members(office)
    form = ReviewForm(request.POST if request.method == "POST" else None, due=members.filter(is_due=True))
    if request.method == "POST" and form.is_valid():
        try:
            noted = confirm_needed(request.acting, office, list(form.cleaned_data["needed"]))
        except ActRefused as refusal:
            form.add_error("needed", str(refusal))
        else:
            words = ngettext("%(count)s role confirmed.", "%(count)s roles confirmed.", noted) % {"count": noted}
            messages.success(request, words)
            return redirect("staff:review", code)
    after = MemberSearchForm(request.GET).wish("sesudah")
    found = list(_after(members, after)[: MOST + 1])
    shown = found[:MOST]
    notes = _notes(shown, office)
    rows = [_row(request.acting, office, membership, notes) for membership in shown]
    context = {
        "office": office,
        "form": form,
        "rows": rows,
        "ticked": set(request.POST.getlist("needed")),
        "may_confirm": any(row["may_review"] for row in rows),
        "shown": ngettext("%(count)s member", "%(count)s members", len(shown)) % {"count": len(shown)},
        "next_address": f"?sesudah={_key(shown[-1])}" if len(found) > MOST else "",
        "first_address": "?" if after else "",
        "standing": standing_of_review(office),
    }
    return render(request, "account/staff/review.html", context)


@staff_page(*KEEPERS)
def review_csv(request, code):
    """The list as a file for the office's own records; noted, since it leaves the portal."""
    office = _kept_office(request, code)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{office.code}.csv"'
    answer.write("\ufeff")  # spreadsheets take it for the alphabet it is
    table = csv.writer(answer)
    table.writerow([_("Name"), _("Role"), _("From"), _("Until"), _("Letter number"), _("Last used"), _("Review")])
    members = list(_members(office))
    notes = _notes(members, office)
    for membership in members:
        row = _row(request.acting, office, membership, notes)
        cells = (row["name"], row["role"], row["since"], row["until"], row["letter"], row["used"], row["note"])
        table.writerow([as_plain_text(str(cell)) for cell in cells])
    record(request.acting, "accounts.members_exported", office)
    return answer


@staff_page(Role.MINISTRY_ADMIN)
def open_reviews(request):
    """Offices in which somebody is still to be reviewed this quarter."""
    day = today_in(WIB)
    after = MemberSearchForm(request.GET).wish("sesudah")
    due = Membership.objects.to_review(day).filter(is_due=True, office__code__gt=after)
    counted = due.values("office__code", "office__name").annotate(left=Count("pk")).order_by("office__code")
    rows = list(counted[: ROWS + 1])
    shown = rows[:ROWS]
    context = {
        "offices": [
            {
                "name": row["office__name"],
                "address": reverse("staff:review", args=[row["office__code"]]),
                "left": ngettext("%(count)s role to review", "%(count)s roles to review", row["left"])
                % {"count": row["left"]},
            }
            for row in shown
        ],
        "is_late": is_overdue_on(day),
        "last_day": long_date(last_day_of_review(day)),
        "shown": ngettext("%(count)s office", "%(count)s offices", len(shown)) % {"count": len(shown)},
        "next_address": "?" + urlencode({"sesudah": shown[-1]["office__code"]}) if len(rows) > ROWS else "",
        "first_address": "?" if after else "",
    }
    return render(request, "account/staff/open_reviews.html", context)


def _kept_office(request, code):
    office = office_of(request, code)
    if not may_keep(request.acting, office):
        raise Http404
    return office


def _members(office):
    """All whose role counts today or is locked, those to be reviewed first."""
    members = Membership.objects.to_review(today_in(office.zone)).filter(office=office)
    return members.select_related("user", "village").order_by("-is_due", "pk")


def _key(membership):
    """Of a row the place in the order of ``_members``, for the address of the next page."""
    return f"{'due' if membership.is_due else 'done'}-{membership.pk}"


def _after(members, key):
    """``members`` behind the row of ``key``; all of them if it makes no sense."""
    part, _dash, pk = key.partition("-")
    if part not in {"due", "done"} or not pk.isdecimal() or len(pk) > LONGEST_PK:
        return members
    if part == "done":
        return members.filter(is_due=False, pk__gt=int(pk))
    return members.filter(Q(is_due=False) | Q(pk__gt=int(pk)))


def _notes(memberships, office):
    """Who confirmed in this quarter, by membership."""
    done = MembershipReview.objects.filter(membership__in=memberships, quarter=quarter_of(today_in(office.zone)))
    return {
        review.membership_id: _("Confirmed by %(name)s, %(day)s")
        % {"name": review.reviewed_by, "day": short_date(review.reviewed_at.astimezone(office.zone).date())}
        for review in done.select_related("reviewed_by")
    }


def _row(by, office, membership, notes):
    membership.office = office
    mine = membership.is_due and may_review(by, membership)
    if membership.is_due:
        note = _("To be reviewed") if mine else _("Somebody else reviews this role.")
    else:
        note = notes.get(membership.pk) or _("Given this quarter")
    used = membership.last_used_on
    return {
        "pk": str(membership.pk),
        "name": membership.user.name,
        "role": membership.role_label,
        "since": short_date(membership.valid_from),
        "until": short_date(membership.valid_to) if membership.valid_to else _("no end set"),
        "letter": membership.letter_number or "–",
        "used": short_date(used) if used else _("never"),
        "status": status_of(membership),
        "may_review": mine,
        "note": note,
        "end": reverse("staff:end_membership", args=[office.code, membership.pk]) if may_end(by, membership) else "",
    }
