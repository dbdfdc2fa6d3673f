"""The acts on a membership: end it, unlock it. Each is one transaction and one entry of the audit."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import Acting, ActRefused
from portal.accounts.models import Invitation, Membership, MembershipReview
from portal.accounts.models.membership_review import quarter_of
from portal.accounts.roles import Role
from portal.accounts.staff_room.grants import KEEPERS, may_give
from portal.accounts.staff_room.holding import hold_membership, hold_offices
from portal.audit.services import record
from portal.lib.dates import today_in
from portal.places.models import Office


@transaction.atomic
def end_membership(by, membership, *, last_day, letter_number):
    """End a membership, at once if ``last_day`` is today or past; returns whether it was at once.

    At once means: the person's log-ins end too, on all devices. Raises ActRefused.
    """
    is_ministry = membership.role == Role.MINISTRY_ADMIN
    # The last of the ministry's administrators is the last one of all its offices.
    offices = Office.objects.filter(kind=Office.Kind.HEAD_OFFICE).values_list("pk", flat=True) if is_ministry else ()
    hold_offices([membership.office_id, *offices])
    hold_membership(by)
    membership = Membership.objects.select_related("office__province", "user").get(pk=membership.pk)
    if not may_end(by, membership):
        raise ActRefused(_("You cannot end this membership."))
    if (is_ministry or membership.user_id == by.user_id) and _is_last_head(membership, last_day):
        raise ActRefused(_("You are the last head here. Somebody else must have the role first."))
    today = today_in(membership.office.zone)
    at_once = last_day <= today
    membership.valid_to = max(last_day, membership.valid_from)
    membership.ending_letter_number = letter_number
    membership.ended_by = by.user
    membership.ended_at = timezone.now() if at_once else None
    membership.save(update_fields=["valid_to", "ending_letter_number", "ended_by", "ended_at"])
    if at_once:
        _take_away(membership)
    record(by, "accounts.membership_ended", membership, reason_code="at_once" if at_once else "planned")
    return at_once


@transaction.atomic
def unlock(by, membership):
    """Let a role count again that nobody used for 60 days; raises ActRefused.

    Whoever calls this says that the person stood before them: a log-in proves nothing after so long.
    """
    hold_offices([membership.office_id])
    hold_membership(by)
    membership = Membership.objects.select_related("office__province").get(pk=membership.pk)
    if not may_unlock(by, membership):
        raise ActRefused(_("You cannot unlock this role."))
    membership.idle_since = today_in(membership.office.zone)
    membership.save(update_fields=["idle_since"])
    record(by, "accounts.membership_unlocked", membership, reason_code="in_person")


@transaction.atomic
def confirm_needed(by, office, memberships):
    """Note for this quarter that ``memberships`` of ``office`` are still needed; returns how many were noted now.

    What somebody else confirmed a moment before is left as it is. Raises ActRefused when one of them is not ``by``'s
    to review.
    """
    hold_offices([office.pk])
    hold_membership(by)
    day = today_in(office.zone)
    due = list(Membership.objects.to_review(day).filter(office=office, is_due=True, pk__in=[m.pk for m in memberships]))
    for membership in due:
        membership.office = office
        if not may_review(by, membership):
            raise ActRefused(_("Somebody else reviews this role."))
        MembershipReview.objects.create(membership=membership, quarter=quarter_of(day), reviewed_by=by.user)
        record(by, "accounts.membership_reviewed", membership)
    return len(due)


def close_what_is_over():
    """For the hourly task: close memberships whose last day has passed at their office; returns how many.

    Their pages are shut since midnight already, because the days are asked on each. This ends the log-ins too, gives
    back the work and withdraws open links.
    """
    closed = 0
    for pk in Membership.objects.over_somewhere().values_list("pk", flat=True):
        with transaction.atomic():
            found = Membership.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, ended_at=None)
            membership = found.select_related("office__province", "user").first()
            if not (membership and membership.is_over()):
                continue
            membership.ended_at = timezone.now()
            membership.save(update_fields=["ended_at"])
            _take_away(membership)
            by = Acting.for_system("close_what_is_over")
            record(by, "accounts.membership_ended", membership, reason_code="last_day")
            closed += 1
    return closed


def may_end(by, membership):
    """Whoever may give a role may end it; a head may also leave."""
    if membership.is_over():
        return False
    is_own_headship = by.is_same_person(membership.user_id) and membership.role in KEEPERS
    return is_own_headship or may_give(by, membership.office, membership.role, membership.standing)


def may_unlock(by, membership):
    """Whoever may give the role, to anybody but themselves."""
    if by.is_same_person(membership.user_id) or not (membership.is_in_force() and membership.is_locked()):
        return False
    return may_give(by, membership.office, membership.role, membership.standing)


def may_review(by, membership):
    """Whoever may give the role; nobody reviews their own."""
    role, standing = membership.role, membership.standing
    return not by.is_same_person(membership.user_id) and may_give(by, membership.office, role, standing)


def _take_away(membership):
    """What an ended membership leaves open: log-ins, work in hand, and links that open something in its name."""
    membership.user.open_sessions.all().delete()
    membership.claims.all().delete()
    Invitation.objects.unanswered().made_by(membership).update(withdrawn_at=timezone.now())


def _is_last_head(membership, last_day):
    """Whether nobody else has the role today and longer than ``last_day``; one whose end is decided already doesn't stay."""
    others = Membership.objects.around_today().select_related("office__province").filter(role=membership.role)
    if membership.role != Role.MINISTRY_ADMIN:
        others = others.filter(office=membership.office_id)
    others = others.exclude(user=membership.user_id).filter(Q(valid_to=None) | Q(valid_to__gt=last_day, ended_by=None))
    return not any(other.is_current() for other in others)
