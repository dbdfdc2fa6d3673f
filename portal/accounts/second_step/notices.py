"""Tells a person that a recovery code opened the account: they lie on paper, and papers are found."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from portal.accounts.notices import say
from portal.accounts.proof import confirmed_email
from portal.accounts.second_factor import second_factor_of


def recovery_code_used(sender, request, user, authenticator, **kwargs):
    """By mail, or by SMS where there is no confirmed address; with how many are left."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        return
    left = second_factor_of(user)["codes_left"]
    email = confirmed_email(user)
    with override(user.language):
        count = ngettext("%(count)s code is left.", "%(count)s codes are left.", left) % {"count": left}
        used = _("A recovery code of an account with this contact was used.")
        say(f"{used} {count}", subject=_("recovery code used"), phone=None if email else user.phone, email=email)
