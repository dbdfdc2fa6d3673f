"""Whether this log-in was made with a second factor, and who must have one."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator


def has_second_factor(request):
    """Whether the person passed a second factor in this log-in and still has one."""
    user = request.user
    if not user.is_authenticated:
        return False
    passed = any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
    return passed and has_totp(user)


# The account that this visit opened an invitation for.
OPENED_LINK = "opened_invitation_of"


def note_opened_link(request, user):
    """To be called where the one-time link of an invitation was used for ``user``."""
    request.session[OPENED_LINK] = user.pk


def may_set_up(request):
    """Whether this log-in may set up the first authenticator app.

    A stolen password alone must not let the thief set up his own: whoever needs a second factor proves the mailbox
    by a mailed code first, or came by the link of an invitation.
    """
    if not needs_second_factor(request) or request.session.get(OPENED_LINK) == request.user.pk:
        return True
    methods = {record.get("method") for record in get_authentication_records(request, request.user)}
    return bool(methods & {"code", "password_reset"})


def has_totp(user):
    """Whether an authenticator app is set up; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def needs_second_factor(request):
    """Everybody with a current membership, and whoever may open the admin."""
    user = request.user
    return user.is_authenticated and (user.is_staff or user.is_superuser or bool(request.memberships))


def second_factor_of(user):
    """For the person's own pages: ``app``, the Authenticator or None, and ``codes_left``, unused recovery codes."""
    found = {row.type: row for row in Authenticator.objects.filter(user=user)}
    codes = found.get(Authenticator.Type.RECOVERY_CODES)
    return {
        "app": found.get(Authenticator.Type.TOTP),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }
