"""A password chosen before the address was anybody's opens nothing to whoever chose it."""

from django.contrib import messages
from django.utils.translation import gettext as _

from portal.accounts.records import account_changed

record_removal = account_changed("accounts.password_removed", "password")


def keep_password(request):
    """To be called where the address is confirmed in the very visit in which the password was typed."""
    request.keeps_password = True


def remove_password(sender, request, email_address, **kwargs):
    """Take the password away when an address is confirmed by another visit's mailed code.

    Anybody can sign up under somebody else's address, and wait: once its owner logs in by code, which confirms
    the address, the stranger's password would open the account.
    """
    user = email_address.user
    if getattr(request, "keeps_password", False) or not user.has_usable_password():
        return
    user.set_unusable_password()
    user.save(update_fields=["password"])
    record_removal(sender, request, user)
    messages.info(request, _("For your safety, the password from sign-up no longer counts. Please choose a new one."))
