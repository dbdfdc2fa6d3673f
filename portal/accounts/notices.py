"""Tells a person by the old way that a way in was changed: at once, whatever the hour, without a word about whose."""

import structlog
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.accounts import codes, mails

log = structlog.get_logger(__name__)


class Change(models.TextChoices):
    PHONE = "phone_changed", gettext_lazy("The phone number of an account with this contact was changed.")
    PHONE_REMOVED = "phone_removed", gettext_lazy("The phone number of an account with this contact was removed.")
    EMAIL = "email_changed", gettext_lazy("The e-mail address of an account with this contact was changed.")
    PIN = "pin_changed", gettext_lazy("The PIN of an account with this contact was changed.")


def tell(user, change, *, phone=None, email=None):
    """After the commit, to ``phone`` (E.164) and ``email``, the ways before the change; None: not by this one."""
    with override(user.language):
        say(change.label, subject=_("your account was changed"), phone=phone, email=email)


def tell_of_recovery(user, *, phone, email):
    """To the contacts that the account had before an office gave it back. The rest as for ``tell``."""
    with override(user.language):
        text = _("your account was recovered at an office. Not you? Go to the nearest office today.")
        _send(text, phone, email and mails.letter("recovered", _("your account was recovered"), email))


def say(what, *, subject, phone=None, email=None):
    """``what``: a sentence, in the active language. The rest as for ``tell``."""
    text = f"{what} {_('Was it not you? Come to an office with your identity card (KTP).')}"
    _send(text, phone, email and mails.letter("way_changed", subject, email, what=what))


def _send(text, phone, letter):
    if phone and codes.can_send():
        transaction.on_commit(lambda: codes.send_notice(str(phone), text), robust=True)
    if letter:
        transaction.on_commit(lambda: _mail(letter), robust=True)


def _mail(letter):
    if not letter.send(fail_silently=True):
        log.warning("notice_not_sent")


def mail_code(to, code):
    """The code for a new address, in the language of the page."""
    _mail(mails.letter("email_confirmation", _("your code"), to, code=code))


def mail_proof_code(to, code):
    _mail(mails.letter("proof_code", _("your code"), to, code=code))


def mail_attempt(to, language):
    """To the owner of an address that somebody else wants on an account."""
    with override(language):
        letter = mails.letter("address_wanted", _("somebody wrote your address"), to)
    _mail(letter)
