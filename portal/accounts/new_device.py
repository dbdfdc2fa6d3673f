"""Tells a person by e-mail that somebody logged in to the account from a device not seen for 90 days."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts import devices, mails
from portal.accounts.models import User
from portal.lib.dates import WIB, long_moment


def note(request, response, user, *, is_sign_up):
    """Renew the device's cookie in ``response``; a device that had none is told of, except the one of the sign-up.

    The mail leaves by the worker: a mail server that is slow or down keeps nobody outside, nor does the queue.
    """
    if not (is_sign_up or devices.is_known(request, user)):
        from portal.accounts.tasks import tell_of_new_device

        browser, system = devices.families(request)
        at = timezone.now().isoformat()
        transaction.on_commit(lambda: tell_of_new_device.delay(user.pk, browser, system, at), robust=True)
    devices.remember(request, response, user)


def tell(user_id, browser, system, at):
    """Send the notice in the person's own language; ``at``: the moment in ISO 8601. Without an address: nothing."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email=None).first()
    if user is None:
        return
    with override(user.language):
        device, moment = devices.in_words(browser, system), long_moment(datetime.fromisoformat(at), WIB)
        subject = _("somebody logged in on a new device")
        letter = mails.letter("new_device", subject, user.email, device=device, moment=moment)
    letter.send()
