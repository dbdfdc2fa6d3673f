"""The acts around an invitation: open, renew, withdraw, accept, confirm. Each is one transaction, one audit entry."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import Acting, ActRefused
from portal.accounts.consent.services import note_notice_shown
from portal.accounts.models import Invitation, Membership, User
from portal.accounts.models.invitation import digest
from portal.accounts.roles import FIELD_ROLES, Role
from portal.accounts.second_factor import has_own_factor
from portal.accounts.staff_room.grants import may_give
from portal.accounts.staff_room.holding import hold_membership, hold_offices
from portal.audit.services import record
from portal.lib.dates import today_in
from portal.messaging.services import let_live_in

LINK_LIFE = timedelta(hours=48)


@transaction.atomic
def invite(
    by,
    *,
    office,
    role,
    email,
    name,
    valid_from,
    valid_to,
    letter_number,
    standing="",
    village=None,
    event_reference="",
):
    """Open an invitation, in place of an open one to the same role; returns it and its link's token.

    The token is told here once; the database keeps its digest. ``email`` "" (village clerk, steward): the link is
    handed over on paper. ``village`` in the office's regency. Raises ActRefused.
    """
    hold_offices([office.pk])
    email = email.lower()
    if not by.is_system:
        hold_membership(by)
    _check_invitation(by, office, role, email, standing, village)
    if email:
        same = {"office": office, "role": role, "email": email, "event_reference": event_reference}
        Invitation.objects.unanswered().filter(**same).update(withdrawn_at=timezone.now())
    token, its_digest = _new_token()
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        office=office,
        role=role,
        standing=standing,
        village=village,
        event_reference=event_reference,
        valid_from=valid_from,
        valid_to=valid_to,
        letter_number=letter_number,
        token_digest=its_digest,
        invited_by=by.user,
        expires_at=timezone.now() + LINK_LIFE,
    )
    record(by, "accounts.invited", invitation, reason_code=role)
    return invitation, token


def _check_invitation(by, office, role, email, standing, village):
    if not by.is_system and not may_give(by, office, role, standing):
        raise ActRefused(_("You cannot give this role here."))
    if not by.is_system and email and by.user.email == email:
        raise ActRefused(_("Nobody gives a role to themselves."))
    if village and village.district.regency_id != office.regency_id:
        raise ActRefused(_("This village lies in another regency."))
    if not email and role not in FIELD_ROLES:
        raise ActRefused(_("This role needs an e-mail address."))


@transaction.atomic
def invite_first_ministry_admin(*, office, email, name, letter_number):
    """For the command: as ``invite``, and refused (ActRefused) while somebody has the role and may use it."""
    hold_offices([office.pk])
    administrators = Membership.objects.around_today().select_related("office__province")
    if any(one.is_current() for one in administrators.filter(role=Role.MINISTRY_ADMIN)):
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
def renew(by, invitation):
    """A new link in place of the old one; returns its token. Raises ActRefused."""
    invitation = _held(by, invitation)
    if invitation.taken_at:
        raise ActRefused(_("Somebody used the link. Confirm the person, or withdraw the invitation."))
    if invitation.valid_to and invitation.valid_to < today_in(invitation.office.zone):
        raise ActRefused(_("The time of this role is over. Please ask for a new invitation."))
    token, invitation.token_digest = _new_token()
    invitation.expires_at = timezone.now() + LINK_LIFE
    invitation.save(update_fields=["token_digest", "expires_at"])
    record(by, "accounts.invitation_renewed", invitation)
    return token


@transaction.atomic
def withdraw(by, invitation):
    """Its link opens nothing any more, and whoever took it gets no role. Raises ActRefused."""
    invitation = _held(by, invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(by, "accounts.invitation_withdrawn", invitation, reason_code="taken" if invitation.taken_at else "")


@transaction.atomic
def accept_as_new(token, *, password, language, ip):
    """Make the invited person's account and membership; returns the user.

    The address counts as confirmed only where the link came from the command: one that was handed over proves
    no mailbox, so the first log-in asks for the mailed code. Raises ActRefused.
    """
    invitation = _open_invitation(token)
    taken = _("There is an account with this address. Please log in first.")
    if not invitation.email or User.objects.filter(email=invitation.email).exists():
        raise ActRefused(taken)
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, name=invitation.name, language=language)
    except IntegrityError as error:  # a sign-up at the same moment was faster
        raise ActRefused(taken) from error
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=invitation.invited_by_id is None)
    by = Acting(user=user, ip=ip)
    note_notice_shown(by, user, language=language)
    _appoint(invitation, user, by)
    return user


@transaction.atomic
def accept(token, *, user, ip):
    """Give the role to the account that has the invited address; raises ActRefused for any other."""
    invitation = _open_invitation(token)
    if not invitation.email or user.email != invitation.email:
        raise ActRefused(_("This invitation is for another account."))
    _refuse_oneself(invitation, user)
    _appoint(invitation, user, Acting(user=user, ip=ip))


@transaction.atomic
def take(token, *, user, ip):
    """Note who used a link that was handed over on paper; the role comes with ``confirm``. Raises ActRefused.

    A sheet of paper may lie about, so it opens no role by itself: whoever gave it looks at the name first.
    """
    invitation = _open_invitation(token)
    if invitation.email:
        raise ActRefused(_("This invitation is for another account."))
    _refuse_oneself(invitation, user)
    if not has_own_factor(user):
        raise ActRefused(_("Please set up the second step first."))
    invitation.taken_by, invitation.taken_at = user, timezone.now()
    invitation.save(update_fields=["taken_by", "taken_at"])
    record(Acting(user=user, ip=ip), "accounts.invitation_taken", invitation, reason_code=invitation.role)


@transaction.atomic
def confirm(by, invitation):
    """Give the role to the account that took the paper; raises ActRefused."""
    invitation = _held(by, invitation)
    if not invitation.taken_at:
        raise ActRefused(_("Nobody used this link yet."))
    if by.is_same_person(invitation.taken_by_id):
        raise ActRefused(_("Nobody gives a role to themselves."))
    _refuse_what_is_over(invitation)
    _appoint(invitation, invitation.taken_by, by)


def _new_token():
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def _held(by, invitation):
    """The row as it is now, nobody else changing it, if ``by`` may give its role and nobody answered it yet."""
    hold_offices([invitation.office_id])
    hold_membership(by)
    found = Invitation.objects.unanswered().select_for_update(of=("self",)).filter(pk=invitation.pk)
    invitation = found.select_related("office__province", "taken_by").first()
    if not invitation:
        raise ActRefused(_("Somebody answered this invitation meanwhile."))
    if not may_give(by, invitation.office, invitation.role, invitation.standing):
        raise ActRefused(_("You cannot give this role here."))
    return invitation


def _open_invitation(token):
    found = Invitation.objects.select_for_update(of=("self",)).select_related("office__province").of_link(token)
    invitation = found.open().first()
    if not invitation:
        raise ActRefused(_("This link was used already, or is out of date. Please ask for a new one."))
    _refuse_what_is_over(invitation)
    return invitation


def _refuse_what_is_over(invitation):
    if invitation.valid_to and invitation.valid_to < today_in(invitation.office.zone):
        raise ActRefused(_("The time of this role is over. Please ask for a new invitation."))


def _refuse_oneself(invitation, user):
    # Also whoever took over the invited address after having invited it.
    if invitation.invited_by_id == user.pk:
        raise ActRefused(_("Nobody gives a role to themselves."))


def _appoint(invitation, user, by):
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    if invitation.invited_by_id is None and (locked := _locked_twin(invitation, user)):
        locked.idle_since = today_in(invitation.office.zone)
        locked.save(update_fields=["idle_since"])
        record(by, "accounts.membership_unlocked", locked, reason_code="command")
        return
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=user,
                office=invitation.office,
                role=invitation.role,
                standing=invitation.standing,
                village_id=invitation.village_id,
                event_reference=invitation.event_reference,
                valid_from=invitation.valid_from,
                valid_to=invitation.valid_to,
                letter_number=invitation.letter_number,
                appointed_by=invitation.invited_by,
                idle_since=today_in(invitation.office.zone),
            )
    except IntegrityError as error:
        raise ActRefused(_("You have this role for these days already.")) from error
    let_live_in(user, invitation.office.zone)
    record(by, "accounts.invitation_accepted", membership, reason_code=invitation.role)


def _locked_twin(invitation, user):
    """The same role of this account, locked: only the command's link opens it, nobody else is left to do so."""
    found = user.memberships.filter(office=invitation.office, role=invitation.role)
    return next(iter(found.locked_today()), None)
