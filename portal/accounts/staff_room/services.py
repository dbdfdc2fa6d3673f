"""The acts of the staff room: invite, accept, end. Each is one transaction and one entry of the audit."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import Acting
from portal.accounts.consent.services import note_notice_shown
from portal.accounts.models import Invitation, Membership, User
from portal.accounts.models.invitation import digest
from portal.accounts.roles import HEAD_ROLES, Role
from portal.accounts.staff_room.grants import may_give
from portal.audit.services import record
from portal.lib.dates import today_in
from portal.places.models import Office

LINK_LIFE = timedelta(hours=48)


class ActRefused(Exception):
    """Carries a sentence for the person; nothing has changed."""


@transaction.atomic
def invite(by, *, office, role, email, name, valid_from, valid_to, letter_number, standing=""):
    """Open an invitation, in place of an open one to the same role; returns it and its link's token.

    The token is told here once; the database keeps its digest. Raises ActRefused.
    """
    _hold([office.pk])
    email = email.lower()
    if not by.is_system:
        _still_acting(by)
        if not may_give(by, office, role, standing):
            raise ActRefused(_("You cannot give this role here."))
        if by.user.email == email:
            raise ActRefused(_("Nobody gives a role to themselves."))
    Invitation.objects.unanswered().filter(office=office, role=role, email=email).update(withdrawn_at=timezone.now())
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        office=office,
        role=role,
        standing=standing,
        valid_from=valid_from,
        valid_to=valid_to,
        letter_number=letter_number,
        token_digest=digest(token),
        invited_by=by.user,
        expires_at=timezone.now() + LINK_LIFE,
    )
    record(by, "accounts.invited", invitation, reason_code=role)
    return invitation, token


@transaction.atomic
def invite_first_ministry_admin(*, office, email, name, letter_number):
    """For the command: as ``invite``, and refused (ActRefused) while somebody current has the role."""
    _hold([office.pk])
    if Membership.objects.around_today().filter(role=Role.MINISTRY_ADMIN).exists():
        raise ActRefused("There is a ministry administrator already, who invites the next one in the staff room.")
    # Of two runs only the later link opens.
    Invitation.objects.unanswered().filter(role=Role.MINISTRY_ADMIN).update(withdrawn_at=timezone.now())
    by = Acting.for_system("invite_ministry_admin")
    return invite(
        by,
        office=office,
        role=Role.MINISTRY_ADMIN,
        email=email,
        name=name,
        valid_from=today_in(office.zone),
        valid_to=None,
        letter_number=letter_number,
    )


@transaction.atomic
def accept_as_new(token, *, password, language, ip):
    """Make the invited person's account and membership; returns the user.

    The address counts as confirmed only where the link came from the command: one that was handed over proves
    no mailbox, so the first log-in asks for the mailed code. Raises ActRefused.
    """
    invitation = _open_invitation(token)
    taken = _("There is an account with this address. Please log in first.")
    if User.objects.filter(email=invitation.email).exists():
        raise ActRefused(taken)
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, name=invitation.name, language=language)
    except IntegrityError as error:  # a sign-up at the same moment was faster
        raise ActRefused(taken) from error
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=invitation.invited_by_id is None)
    note_notice_shown(Acting(user=user, ip=ip), user, language=language)
    _appoint(invitation, user, ip)
    return user


@transaction.atomic
def accept(token, *, user, ip):
    """Give the role to the account that has the invited address; raises ActRefused for any other."""
    invitation = _open_invitation(token)
    if user.email != invitation.email:
        raise ActRefused(_("This invitation is for another account."))
    _appoint(invitation, user, ip)


@transaction.atomic
def end_membership(by, membership, *, last_day, letter_number):
    """End a membership, at once if ``last_day`` is today or past; returns whether it was at once.

    At once means: the person's log-ins end too, on all devices. Raises ActRefused.
    """
    is_ministry = membership.role == Role.MINISTRY_ADMIN
    # The last of the ministry's administrators is the last one of all its offices.
    offices = Office.objects.filter(kind=Office.Kind.HEAD_OFFICE).values_list("pk", flat=True) if is_ministry else ()
    _hold([membership.office_id, *offices])
    _still_acting(by)
    membership = Membership.objects.select_related("office__province", "user").get(pk=membership.pk)
    if not may_end(by, membership):
        raise ActRefused(_("You cannot end this membership."))
    if (is_ministry or membership.user_id == by.user_id) and _is_last_head(membership):
        raise ActRefused(_("You are the last head here. Somebody else must have the role first."))
    today = today_in(membership.office.zone)
    at_once = last_day <= today
    membership.valid_to = max(last_day, membership.valid_from)
    membership.ending_letter_number = letter_number
    membership.ended_by = by.user
    membership.ended_at = timezone.now() if at_once else None
    membership.save(update_fields=["valid_to", "ending_letter_number", "ended_by", "ended_at"])
    if at_once:
        membership.user.open_sessions.all().delete()
        # What an ended head has invited opens nothing any more.
        Invitation.objects.unanswered().filter(invited_by=membership.user_id, office=membership.office_id).update(
            withdrawn_at=timezone.now()
        )
    record(by, "accounts.membership_ended", membership, reason_code="at_once" if at_once else "planned")
    return at_once


def may_end(by, membership):
    """Whoever may give a role may end it; a head may also leave."""
    if membership.ended_at or (membership.valid_to and membership.valid_to < today_in(membership.office.zone)):
        return False
    is_own_headship = membership.user_id == by.user_id and membership.role in HEAD_ROLES | {Role.MINISTRY_ADMIN}
    return is_own_headship or may_give(by, membership.office, membership.role, membership.standing)


def _hold(offices):
    """One act at a time in an office, so that two heads cannot do at once what neither could do after the other."""
    list(Office.objects.select_for_update().filter(pk__in=offices).order_by("pk"))


def _still_acting(by):
    """The membership was read before the office was held: the other head may have ended it meanwhile."""
    own = by.membership and Membership.objects.select_related("office__province").get(pk=by.membership.pk)
    if not (own and own.is_current()):
        raise ActRefused(_("You no longer act for this office."))


def _is_last_head(membership):
    others = Membership.objects.around_today().select_related("office__province").filter(role=membership.role)
    if membership.role != Role.MINISTRY_ADMIN:
        others = others.filter(office=membership.office_id)
    return not any(other.is_current() for other in others.exclude(user=membership.user_id))


def _open_invitation(token):
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("office__province")
        .of_link(token)
        .open()
        .first()
    )
    if not invitation:
        raise ActRefused(_("This link was used already, or is out of date. Please ask for a new one."))
    if invitation.valid_to and invitation.valid_to < today_in(invitation.office.zone):
        raise ActRefused(_("The time of this role is over. Please ask for a new invitation."))
    return invitation


def _appoint(invitation, user, ip):
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=user,
                office=invitation.office,
                role=invitation.role,
                standing=invitation.standing,
                valid_from=invitation.valid_from,
                valid_to=invitation.valid_to,
                letter_number=invitation.letter_number,
                appointed_by=invitation.invited_by,
            )
    except IntegrityError as error:
        raise ActRefused(_("You have this role for these days already.")) from error
    record(Acting(user=user, ip=ip), "accounts.invitation_accepted", membership, reason_code=invitation.role)
