"""Tells a person that a recovery code opened the account: they lie on paper, and papers are found."""

from allauth.mfa.models import Authenticator

from portal.accounts.notices import owe_by_each
from portal.accounts.notifications import RECOVERY_CODE_USED
from portal.accounts.proof import confirmed_email
from portal.accounts.records import by_request
from portal.accounts.second_factor import second_factor_of
from portal.audit.services import record


def recovery_code_used(sender, request, user, authenticator, **kwargs):
    """By mail, or by SMS where there is no confirmed address; with how many are left."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        return
    entry = record(by_request(request, user), "accounts.told", user, reason_code="recovery_code_used")
    email = confirmed_email(user)
    owe_by_each(
        RECOVERY_CODE_USED,
        user,
        entry=entry,
        phone=None if email else user.phone,
        email=email,
        facts={"left": second_factor_of(user)["codes_left"]},
    )
