"""Our own mails: plain text in the active language, with the foot that says whether this is practice."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def letter(name, subject, to, **context):
    """The EmailMessage to the address ``to``, not yet sent; ``name``: of the text in ``account/email/``.

    ``subject`` says nothing about the person.
    """
    context |= {"practice_mode": settings.PRACTICE_MODE}
    body = render_to_string(f"account/email/{name}_message.txt", context).strip() + "\n"
    return EmailMessage(subject_line(subject), body, to=[to])


def subject_line(subject):
    return f"Jalur Resmi: {subject}"
