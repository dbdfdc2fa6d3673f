"""Whether this log-in was made with a second factor, how long ago, and who must have one."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used


def has_second_factor(request):
    """Whether the person passed a second factor in this log-in and still has one."""
    user = request.user
    if not user.is_authenticated:
        return False
    return bool(_proofs(request)) and has_own_factor(user)


def was_proved_within(request, seconds):
    """Whether the second factor was given so short ago. True too for whoever has none: there is nothing to ask."""
    proofs = _proofs(request)
    return (bool(proofs) and time.time() - max(proofs) < seconds) or not has_own_factor(request.user)


def _proofs(request):
    """The moments, in seconds, at which this log-in gave a second factor."""
    records = get_authentication_records(request, request.user)
    return [record["at"] for record in records if record.get("method") == "mfa"]


# The account that this visit opened an invitation for.
OPENED_LINK = "opened_invitation_of"


def note_opened_link(request, user):
    """To be called where the one-time link of an invitation was used for ``user``."""
    request.session[OPENED_LINK] = user.pk


def may_set_up(request):
    """Whether this log-in may set up the first second factor.

    A stolen password alone must not let the thief set up his own: whoever needs a second factor proves the mailbox
    by a mailed code first, or came by the link of an invitation. So does whoever has a role that begins later, or is
    locked: else the thief would be there already when it counts.

    An SMS does not count. On a shared phone the household reads it, and whoever knows the password could put a number
    of their own at the account of somebody whose role hasn't begun, and prove that one. Nobody is kept outside by
    this: whoever has a phone and no e-mail came by a sheet, and had set up the second step before they took it.
    """
    will_need = needs_second_factor(request) or request.user.memberships.not_over().exists()
    if not will_need or request.session.get(OPENED_LINK) == request.user.pk:
        return True
    methods = {record.get("method") for record in get_authentication_records(request, request.user)}
    return bool(methods & {"code", "password_reset"})


# What counts as a second factor of its own. Recovery codes stand in for one of these and are none themselves.
# A passkey counts because ours always ask for a finger, a face or the device's PIN (docs/decisions/).
OWN_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_own_factor(user):
    """Whether a second factor is set up; recovery codes alone are none."""
    return own_factors(user).exists()


def own_factors(user):
    return Authenticator.objects.filter(user_id=user.pk, type__in=OWN_FACTORS)


def note_used(request, authenticator):
    """As allauth does it for its own pages: so it is written down, and told where it was a recovery code."""
    authenticator.record_usage()
    authenticator_used.send(sender=Authenticator, request=request, user=authenticator.user, authenticator=authenticator)


def has_passkey(user):
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()


def needs_second_factor(request):
    """Everybody with a current membership, and whoever may open the admin."""
    user = request.user
    return user.is_authenticated and (user.is_staff or user.is_superuser or bool(request.memberships))


def second_factor_of(user):
    """For pages: ``app``, the Authenticator or None; the numbers of ``passkeys`` and of unused codes, ``codes_left``."""
    rows = list(Authenticator.objects.filter(user=user))
    found = {row.type: row for row in rows}
    codes = found.get(Authenticator.Type.RECOVERY_CODES)
    return {
        "app": found.get(Authenticator.Type.TOTP),
        "passkeys": sum(row.type == Authenticator.Type.WEBAUTHN for row in rows),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }
