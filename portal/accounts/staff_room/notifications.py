"""Mails of the staff room."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def send_invitation(email, address):
    """Mail the link; returns whether the mail server took it. The subject says nothing about the person."""
    context = {"address": address, "practice_mode": settings.PRACTICE_MODE}
    body = render_to_string("account/email/invitation_message.txt", context).strip() + "\n"
    subject = "Jalur Resmi: " + _("an invitation")
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [email]).send(fail_silently=True) == 1
