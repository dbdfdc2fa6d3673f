"""What the staff room says about a membership or an invitation in one line, ready to print."""

from calendar import monthrange

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import Membership
from portal.accounts.models.membership_review import is_overdue_on, quarter_of
from portal.accounts.staff_room.grants import may_give, may_keep
from portal.accounts.staff_room.services import may_review
from portal.lib.dates import long_date, short_date, today_in

WARN_AFTER = 45  # days unused; at 60 the role locks


def status_of(membership):
    """(kind of badge, words) beside a membership; two empty words where there is nothing to say."""
    unused = membership.days_unused()
    if membership.is_over():
        return "off", _("Ended")
    if not membership.is_in_force():
        return "off", _("Not begun yet")
    if membership.is_locked():
        return "bad", _("Locked since %(day)s") % {"day": short_date(membership.locked_on())}
    if unused >= WARN_AFTER:
        words = ngettext("Not used for %(days)s day", "Not used for %(days)s days", unused) % {"days": unused}
        return "turn", words
    return "", ""


def rows_of(by, office):
    """The invitations of the office that nobody answered and ``by`` may answer for: taken ones first, then the newest."""
    found = office.invitations.unanswered().select_related("invited_by", "taken_by", "village")
    found = found.order_by(F("taken_at").asc(nulls_last=True), "-pk")
    return [_row(invitation, office) for invitation in found if _may_answer(by, office, invitation)]


def to_confirm(by, office):
    """The invitations on paper that somebody took and whose name ``by`` is to confirm."""
    taken = office.invitations.unanswered().exclude(taken_at=None)
    return [invitation for invitation in taken if _may_answer(by, office, invitation)]


def _may_answer(by, office, invitation):
    return may_give(by, office, invitation.role, invitation.standing)


def _row(invitation, office):
    invitation.office = office  # with its province: each row would ask the database again
    age = (timezone.now() - invitation.created_at).days
    old = ngettext("%(days)s day ago", "%(days)s days ago", age) % {"days": age} if age else _("today")
    return {
        "name": invitation.name,
        "role": invitation.role_label,
        "by": str(invitation.invited_by) if invitation.invited_by else _("the command line"),
        "age": old,
        "status": status_of_link(invitation),
        "is_taken": invitation.taken_at is not None,
        "address": reverse("staff:invitation", args=[office.code, invitation.pk]),
    }


def status_of_link(invitation):
    """(kind of badge, words)"""
    if invitation.taken_at:
        return "turn", _("Waits for your confirmation")
    if invitation.expires_at <= timezone.now():
        return "off", _("Link out of date")
    return "info", _("Link open until %(day)s") % {
        "day": short_date(invitation.expires_at.astimezone(invitation.office.zone).date())
    }


def standing_of_review(office):
    """A sentence and its kind (info, bad) on the review of this quarter; None when nothing is left to review."""
    day = today_in(office.zone)
    left = Membership.objects.to_review(day).filter(office=office, is_due=True).count()
    if not left:
        return None
    words = ngettext("%(count)s role waits for its review", "%(count)s roles wait for their review", left)
    due = long_date(last_day_of_review(day))
    late = _("Overdue since %(day)s.") if is_overdue_on(day) else _("Please review by %(day)s.")
    return {
        "kind": "bad" if is_overdue_on(day) else "info",
        "text": f"{words % {'count': left}}. {late % {'day': due}}",
    }


def has_to_review(by, office):
    """Whether something of the review is left for ``by``; a head's own role is the ministry's to review."""
    due = (
        Membership.objects.to_review(today_in(office.zone)).filter(office=office, is_due=True).select_related("office")
    )
    return may_keep(by, office) and any(may_review(by, membership) for membership in due)


def last_day_of_review(day):
    """Of the quarter of ``day``: the end of its first month."""
    first = quarter_of(day)
    return first.replace(day=monthrange(first.year, first.month)[1])
