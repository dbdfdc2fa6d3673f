"""Sign-up by phone number: name and number, the code that proves the number, then a PIN or password.

Until the code is proved every number is treated alike: it may already belong to others of the household, or be full.
"""

import time
from dataclasses import dataclass

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.signals import user_signed_up
from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal.accounts import between_pages, codes
from portal.accounts.acting import Acting
from portal.accounts.consent.services import note_notice_shown
from portal.accounts.models import OneTimeCode, User
from portal.accounts.phone.numbers import free_place, give_number
from portal.accounts.phone.services import accounts_with
from portal.accounts.pins import PIN
from portal.accounts.sessions import note_shared_phone

_BEGUN = "phone_sign_up"
_PURPOSE = OneTimeCode.Purpose.SIGN_UP


@dataclass
class Begun:
    """A sign-up between its pages. ``kept_as``: the word of its code, which also makes one account of two clicks."""

    name: str
    phone: str
    kept_as: str
    next: str
    at: float
    has_proved_number: bool = False


def begin(request, *, name, phone, next):
    begun = Begun(name, phone, codes.word_of_a_visit(), next, time.time())
    between_pages.keep(request, _BEGUN, begun)
    send_again(begun)


def begun(request):
    """What ``begin`` kept, or None: nothing, or too long ago."""
    return between_pages.kept(request, _BEGUN, Begun)


def left(request):
    """What is kept of a sign-up that is over, once: a dict, or None."""
    return request.session.pop(_BEGUN, None)


def send_again(begun):
    codes.send_code(begun.phone, _PURPOSE, kept_as=begun.kept_as)


def prove_number(request, begun, code):
    """Whether this is the code; then it is used up and the last page is open."""
    if not codes.use_code(begun.kept_as, _PURPOSE, code):
        return False
    begun.has_proved_number, begun.at = True, time.time()
    between_pages.keep(request, _BEGUN, begun)
    return True


def is_full(begun):
    return free_place(begun.phone) is None


def join(request, begun, secret):
    """Make the account; returns it. Raises NumberIsFull; nothing has happened then.

    A second click finds the account of the first, with the same PIN or password; with another one it is None.
    """
    with transaction.atomic():
        if not codes.spend(begun.kept_as, _PURPOSE):
            newest = max(accounts_with(begun.phone, secret), key=lambda user: user.date_joined, default=None)
            return newest if newest and newest.date_joined.timestamp() >= begun.at else None
        user = User(name=begun.name, language=request.LANGUAGE_CODE)
        if PIN.match(secret):
            user.pin = make_password(secret)
            user.set_unusable_password()
        else:
            user.set_password(secret)
        give_number(user, begun.phone)
        note_notice_shown(Acting(user=user, ip=request.acting.ip), user, language=user.language)
        user_signed_up.send(sender=User, request=request, user=user)
        return user


def enter(request, user, begun, *, is_shared):
    """Log in whoever has just signed up; the device is known from now on. Returns the answer."""
    request.session.pop(_BEGUN, None)
    if is_shared:
        note_shared_phone(request)
    record_authentication(request, user, method="password")
    record_authentication(request, user, method="sms")
    login = Login(user=user, phone=begun.phone, email_verification="none", signup=True, redirect_url=begun.next or None)
    return perform_login(request, login)
