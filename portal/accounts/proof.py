"""Asking again: whether a person has shown just now that it is them, and by which means an account can."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress

from portal.accounts.second_factor import has_own_factor

BY_SECRET = frozenset({"password", "mfa"})  # a PIN is noted as a password
BY_CODE = frozenset({"code", "sms"})
BY_NATIONAL = frozenset({"national"})  # noted where the provider said that it had just asked the person


def was_given_within(request, seconds):
    """Whether this log-in proved the account's own secret so short ago.

    A code to the confirmed contact counts only where there is no secret: whoever holds an open phone reads its codes.
    A national log-in counts only where there is no contact either.
    """
    enough = BY_SECRET
    if not has_secret(request.user):
        enough |= BY_CODE if has_contact(request.user) else BY_NATIONAL
    records = get_authentication_records(request, request.user)
    proofs = [record["at"] for record in records if record["method"] in enough]
    return bool(proofs) and time.time() - max(proofs) < seconds


def has_secret(user):
    """Whether the account has a password, a PIN or a second factor."""
    return user.has_usable_password() or bool(user.pin) or has_own_factor(user)


def has_contact(user):
    """Whether a code can reach the person."""
    return bool(user.phone) or confirmed_email(user) is not None


def confirmed_email(user):
    """The confirmed address, or None."""
    return EmailAddress.objects.filter(user=user, primary=True, verified=True).values_list("email", flat=True).first()
