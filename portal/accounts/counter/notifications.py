"""Tells the contacts an account had that somebody recovered it. Nothing in the words says whose it is."""

from concurrent.futures import ThreadPoolExecutor

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts import sms

log = structlog.get_logger(__name__)
# By this process and at once: after a recovery the old contacts stand in no row that a worker could read.
_senders = ThreadPoolExecutor(max_workers=2, thread_name_prefix="recovered")


def tell_old_contacts(language, *, email, phone):
    """Returns a Future per message; ``email`` and ``phone`` (E.164) may be None. A failure is a line in the log."""
    told = []
    if email:
        told.append(_senders.submit(_mail, language, email))
    if phone and settings.SMS_GATEWAY_URL:
        told.append(_senders.submit(_sms, language, str(phone)))
    return told


def _mail(language, email):
    with override(language):
        body = render_to_string("account/email/recovered_message.txt", {"practice_mode": settings.PRACTICE_MODE})
        subject = "Jalur Resmi: " + _("your account was recovered")
    try:
        EmailMessage(subject, body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [email]).send()
    except OSError as problem:
        log.warning("recovery_mail_not_sent", reason=type(problem).__name__)


def _sms(language, phone):
    with override(language):
        text = "Jalur Resmi: " + _("your account was recovered at an office. Not you? Go to the nearest office today.")
    try:
        sms.send(phone, text)
    except sms.SmsNotSent as problem:
        log.warning("recovery_sms_not_sent", reason=str(problem))
