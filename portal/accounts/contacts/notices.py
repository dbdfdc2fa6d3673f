"""Tells a person by the old way that a way in was changed: at once, whatever the hour, without a word about whose."""

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.accounts import codes

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


def say(what, *, subject, phone=None, email=None):
    """``what``: a sentence, in the active language. The rest as for ``tell``."""
    text = f"{what} {_('Was it not you? Come to an office with your identity card (KTP).')}"
    body = render_to_string(
        "account/email/way_changed_message.txt", {"what": what, "practice_mode": settings.PRACTICE_MODE}
    )
    if phone and codes.can_send():
        transaction.on_commit(lambda: codes.send_notice(str(phone), text), robust=True)
    if email:
        transaction.on_commit(lambda: _mail(subject, body, email), robust=True)


def _mail(subject, body, to):
    if not EmailMessage(f"Jalur Resmi: {subject}", body.strip() + "\n", to=[to]).send(fail_silently=True):
        log.warning("notice_not_sent")


def mail_code(to, code):
    """The code for a new address, in the language of the page."""
    context = {"code": code, "practice_mode": settings.PRACTICE_MODE}
    body = render_to_string("account/email/email_confirmation_message.txt", context)
    _mail(_("your code"), body, to)


def mail_proof_code(to, code):
    context = {"code": code, "practice_mode": settings.PRACTICE_MODE}
    _mail(_("your code"), render_to_string("account/email/proof_code_message.txt", context), to)


def mail_attempt(to, language):
    """To the owner of an address that somebody else wants on an account."""
    with override(language):
        body = render_to_string("account/email/address_wanted_message.txt", {"practice_mode": settings.PRACTICE_MODE})
        subject = _("somebody wrote your address")
    _mail(subject, body, to)
