"""Tells a person that somebody logged in to the account from a device not seen for 90 days."""

from django.utils import timezone

from portal.accounts import devices
from portal.accounts.notifications import NEW_DEVICE
from portal.accounts.records import by_request
from portal.audit.services import record
from portal.messaging.services import contact_of, owe


def note(request, response, user, *, is_sign_up):
    """Renew the device's cookie in ``response``; a device that had none is told of, except the one of the sign-up."""
    if not (is_sign_up or devices.is_known(request, user)):
        browser, system = devices.families(request)
        entry = record(by_request(request, user), "accounts.new_device", user)
        facts = {"browser": browser, "system": system, "at": timezone.now().isoformat()}
        owe(NEW_DEVICE, subject=entry, contact=contact_of(user), facts=facts)
    devices.remember(request, response, user)
