"""Tells a person that a way in was changed: a row of the outbox each. Codes go another way: at once, kept nowhere."""

import structlog
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts import mails
from portal.accounts.notifications import RECOVERED, WAY_CHANGED
from portal.messaging.services import contact_at, owe

log = structlog.get_logger(__name__)


def tell(user, change, *, entry, phone=None, email=None):
    """Of a Change, to ``phone`` (E.164) and ``email``, the ways before it; None: not by this one.

    ``entry``: of the audit, on this act.
    """
    owe_by_each(WAY_CHANGED, user, entry=entry, phone=phone, email=email, facts={"change": change})


def tell_of_recovery(user, *, entry, phone, email):
    """To the contacts that the account had before an office gave it back. The rest as for ``tell``."""
    owe_by_each(RECOVERED, user, entry=entry, phone=phone, email=email)


def owe_by_each(kind, user, *, entry, phone, email, facts=None):
    """To the addresses themselves, since the account may have others by now."""
    for address in ({"phone": str(phone)} if phone else None, {"email": email} if email else None):
        if address:
            owe(kind, subject=entry, contact=contact_at(**address, language=user.language), facts=facts)


def _mail(letter):
    if not letter.send(fail_silently=True):
        log.warning("notice_not_sent")


def mail_code(to, code):
    """The code for a new address, in the language of the page."""
    _mail(mails.letter("email_confirmation", _("your code"), to, code=code))


def mail_proof_code(to, code):
    _mail(mails.letter("proof_code", _("your code"), to, code=code))


def mail_attempt(to, language):
    """To the owner of an address that somebody else wants on an account.

    At once, as the code to a free address: a stranger must not learn from the time it takes which of them it was.
    """
    with override(language):
        letter = mails.letter("address_wanted", _("somebody wrote your address"), to)
    _mail(letter)
