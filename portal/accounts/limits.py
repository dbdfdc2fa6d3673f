"""Under which key the tries at an account are counted.

All strangers of the world share one count per account, so ten thousand addresses buy an attacker nothing. The devices
that the account's people have logged in from (their signed cookie says so) have a count of their own, so that a
stranger who uses up the first locks nobody out who was here before.
"""

from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.internal import ratelimit

from portal.accounts import devices

KNOWN = " known device"


def of_email(request, email):
    """The key for ``email``, whether anybody has that address or not."""
    # Without the cookie there is nothing to look up, and whoever has it knows the account anyway.
    is_known = devices.COOKIE in request.COOKIES and any(
        devices.is_known(request, user) for user in filter_users_by_email(email)
    )
    return f"{email.lower()}{KNOWN}" if is_known else email.lower()


def take_emailed_code(request, *, expected, email=None):
    """Count one try at a mailed code: per visit and code, then per address over all the ways codes are mailed.

    ``email`` None: the one that this visit asked a code for. None when there were too many; otherwise what the right
    code gives back by ``rollback()``: it was no guess.
    """
    visit = f"{request.session.session_key} {expected}"
    asked_for = of_email(request, email or _asked_for(request))
    return take(request, "emailed_code", visit) and take(request, "emailed_code_of_contact", asked_for)


def take(request, action, key):
    """Count one try; None when there were too many, otherwise what ``rollback()`` gives back."""
    return ratelimit.consume(request, app="allauth.account", action=action, key=key)


def of_account(request, user):
    """The key for codes of the person's app."""
    return f"{user.pk}{KNOWN if devices.is_known(request, user) else ''}"


def _asked_for(request):
    if stage := getattr(request, "_login_stage", None):
        return stage.state.get("email") or ""
    return request.session.get(PASSWORD_RESET_VERIFICATION_SESSION_KEY, {}).get("email") or ""
