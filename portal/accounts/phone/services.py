"""Log-in by a number that a household may share: who is meant, and whether this person may come in this way."""

import re
import secrets
import time
from dataclasses import asdict, dataclass

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.hashers import check_password, is_password_usable, make_password

from portal.accounts import codes, devices
from portal.accounts.models import PEOPLE_PER_NUMBER, OneTimeCode, User
from portal.accounts.second_factor import has_own_factor
from portal.accounts.sessions import note_shared_phone

PIN = re.compile(r"[0-9]{6}\Z")
_BEGUN = "phone_log_in"


@dataclass
class Begun:
    """A log-in between its two pages. ``user_id`` None: nobody is meant, which the person must not notice.

    ``contact`` is then a word of its own, whose code nobody gets: the same work, and nobody else's tries.
    """

    phone: str
    contact: str
    user_id: int | None
    by_secret: bool
    is_shared: bool
    at: float


def account_with(phone, secret):
    """The one account at this number with this password or PIN, or None; always the same amount of hashing.

    None too when two people of a household have the same: nobody is let into the account of another.
    """
    field = "pin" if PIN.match(secret) else "password"
    accounts = list(_accounts(phone).order_by("pk")[:PEOPLE_PER_NUMBER])
    found = [user for user in accounts if _is_right(secret, getattr(user, field))]
    for _nobody in range(PEOPLE_PER_NUMBER - len(accounts)):
        make_password(secret)
    return found[0] if len(found) == 1 else None


def only_account(phone):
    """The account at this number if it is the only one and of nobody who works here, else None."""
    accounts = list(_accounts(phone)[:2])
    return accounts[0] if len(accounts) == 1 and not _is_staff(accounts[0]) else None


def begin(request, phone, user, *, by_secret, is_shared):
    """Keep in the session who is meant, and send the code if there is anybody."""
    contact = phone if user else secrets.token_hex(10)
    begun = Begun(phone, contact, user.pk if user else None, by_secret, is_shared, time.time())
    request.session[_BEGUN] = asdict(begun)
    send_again(begun)


def begun(request):
    """What ``begin`` kept, or None: nothing, or too long ago."""
    kept = request.session.get(_BEGUN)
    found = Begun(**kept) if kept else None
    return found if found and time.time() - found.at < settings.CODE_SECONDS else None


def send_again(begun):
    send = codes.send_code if begun.user_id else codes.keep_decoy
    send(begun.contact, OneTimeCode.Purpose.LOG_IN)


def account_behind(begun, code):
    """The account meant, if this is its code; None for a wrong code, and where nobody is meant."""
    if not codes.use_code(begun.contact, OneTimeCode.Purpose.LOG_IN, code):
        return None
    # Fresh: meanwhile the account may have been closed, or have got another number.
    return _accounts(begun.phone).filter(pk=begun.user_id).first()


def may_enter(request, user):
    """A second factor, which is asked next; or a device of this person, who is no staff."""
    return has_own_factor(user) or (devices.is_known(request, user) and not _is_staff(user))


def enter(request, user, begun):
    """Log in, by way of the second factor if there is one; returns the answer."""
    request.session.pop(_BEGUN, None)
    if begun.is_shared:
        note_shared_phone(request)
    if begun.by_secret:
        record_authentication(request, user, method="password")
    record_authentication(request, user, method="sms")
    # The number is proved by the code; whether an e-mail address is, is no matter here.
    return perform_login(request, Login(user=user, phone=begun.phone, email_verification="none"))


def drop(request):
    request.session.pop(_BEGUN, None)


def _accounts(phone):
    accounts = User.objects.filter(phone=phone, is_active=True)
    return accounts if settings.LAPTOP else accounts.filter(is_demo=False)


def _is_right(secret, stored):
    if not stored or not is_password_usable(stored):
        make_password(secret)
        return False
    return check_password(secret, stored)


def _is_staff(user):
    return user.is_staff or user.is_superuser or user.memberships.around_today().exists()
